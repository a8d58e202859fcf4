import { ask } from "./api.js";
import { el } from "./dom.js";
import { sayDay, t } from "./words.js";

const DAY_MS = 86_400_000;
const PAUSE_MS = 120;

/**
 * A slider over valid time: what was true in the world on a day, whether it was known then or only later.
 *
 * @param {(asOf: string|null) => void} onMoment is given the end of the day as ISO time, null for now.
 */
export function timeSlider(onMoment) {
  const said = el("output", { class: "moment", for: "as-of", text: t("asOfNow") });
  const range = el("input", { id: "as-of", type: "range", min: 0, max: 0, value: "0", class: "range", on: { input: moved } });
  const back = el("button", { type: "button", class: "quiet", text: t("backToNow"), hidden: true, on: { click: toNow } });
  const root = el("div", { class: "timeslider", hidden: true },
    el("label", { for: "as-of", text: t("asOf") }), said, back, range);
  let first = 0; // the day that the slider begins with, counted from 1970
  let waiting;

  const isNow = () => Number(range.value) >= Number(range.max);

  function moved() {
    const moment = new Date((first + Number(range.value) + 1) * DAY_MS - 1 + offsetMs());
    said.textContent = isNow() ? t("asOfNow") : sayDay(moment.toISOString());
    range.setAttribute("aria-valuetext", said.textContent);
    back.hidden = isNow();
    clearTimeout(waiting);
    waiting = setTimeout(() => onMoment(isNow() ? null : moment.toISOString()), PAUSE_MS);
  }

  function toNow() {
    range.value = range.max;
    moved();
    range.focus();
  }

  /** Let the slider reach from the first day that anything was true to today. */
  async function refresh() {
    const all = "/memories?status=all&order=valid&limit=1";
    try {
      const { total } = await ask(all);
      if (!total) return;
      const { memories } = await ask(`${all}&offset=${total - 1}`);
      const wasNow = isNow();
      const chosen = first + Number(range.value);
      first = dayOf(new Date(memories[0].valid_from));
      range.max = Math.max(dayOf(new Date()) - first, 1);
      range.value = wasNow ? range.max : chosen - first;
      root.hidden = false;
    } catch {
      root.hidden = true; // the listing says why
    }
  }

  return { root, refresh };
}

const offsetMs = () => new Date().getTimezoneOffset() * 60_000;
const dayOf = (date) => Math.floor((date.getTime() - offsetMs()) / DAY_MS);
