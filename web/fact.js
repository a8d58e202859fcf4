import { ask } from "./api.js";
import { confirmed, notice } from "./dialog.js";
import { el } from "./dom.js";
import { whyGraph } from "./why.js";
import { sayDay, saySpan, t, toYou } from "./words.js";

/** One fact with all that is known of it: when it is true, the words that say it, its versions, why it is remembered. */
export async function factView(id, { onChanged }) {
  let fact;
  let why;
  try {
    [fact, why] = await Promise.all([ask(`/memories/${id}`), ask(`/memories/${id}/why`)]);
  } catch (error) {
    return el("p", { class: "fault", role: "alert", text: error.message });
  }
  return el("article", { class: "fact-card" },
    el("h2", { class: `fact-statement ${fact.status}`, text: toYou(fact.statement) }),
    properties(fact),
    actions(fact, onChanged),
    why.quotes.length > 0 && part(t("quotes"), ...why.quotes.map(quote)),
    part(t("why"), whyGraph(why)),
    fact.history.length > 1 && part(t("history"), versions(fact)));
}

function part(title, ...content) {
  return el("section", { class: "part" }, el("h3", { text: title }), ...content);
}

function properties(fact) {
  const from = sayDay(fact.valid_from);
  const rows = [
    [t("kind"), t(`kind_${fact.kind}`)],
    [t("validFrom"), fact.valid_to ? t("until", from, sayDay(fact.valid_to)) : t("since", from)],
    fact.happened && [t("happened"), saySpan(fact.happened)],
    [t("recorded"), sayDay(fact.recorded_at)],
    fact.confidence !== undefined && [t("confidence"), `${Math.round(fact.confidence * 100)} %`],
  ].filter(Boolean);
  return el("dl", { class: "properties" },
    ...rows.map(([name, value]) => el("div", {}, el("dt", { text: name }), el("dd", { text: value }))),
    fact.status !== "current" && el("div", {}, el("dt", { text: t("status") }), el("dd", { text: t(fact.status) })));
}

function quote({ said_at, door, quote: words }) {
  return el("figure", { class: "quote" },
    el("blockquote", { text: words }), el("figcaption", { text: t("saidOn", sayDay(said_at), door) }));
}

/** The versions of a fact, oldest first, each with the time that it was true. */
function versions(fact) {
  return el("ol", { class: "versions" }, ...fact.history.map((each) =>
    el("li", { class: each.status, "aria-current": each.id === fact.id ? "true" : null },
      el("a", { href: `#/memories/${each.id}`, text: toYou(each.statement) }),
      el("span", { class: "when", text: lifetime(each) }))));
}

function lifetime(version) {
  const from = sayDay(version.valid_from);
  if (version.status === "retracted") return t("retracted");
  return version.valid_to ? t("until", from, sayDay(version.valid_to)) : t("since", from);
}

function actions(fact, onChanged) {
  const place = el("div", { class: "actions" });
  const button = (name, act, look = "") =>
    el("button", { type: "button", class: `button ${look}`, text: t(name), on: { click: act } });
  const isCurrent = fact.status === "current";
  const all = [
    isCurrent && !fact.rule && button("edit", () => place.replaceWith(editor(fact, place, changed))),
    isCurrent && button("forget", forget),
    button("erase", erase, "grave"),
  ].filter(Boolean);
  place.append(...all);

  async function changed(text, id = "") {
    notice(text);
    await onChanged();
    const address = id ? `#/memories/${id}` : "#/memories";
    if (location.hash === address) dispatchEvent(new HashChangeEvent("hashchange"));
    else location.hash = address;
  }

  async function forget() {
    if (!(await confirmed({ title: t("forgetTitle"), text: t("forgetText"), action: t("forget") }))) return;
    await attempt(() => ask(`/memories/${fact.id}`, { method: "DELETE" }), () => changed(t("forgotten")));
  }

  async function erase() {
    if (!(await confirmed({ title: t("eraseTitle"), text: t("eraseText"), action: t("erase"), isGrave: true }))) return;
    await attempt(() => ask(`/memories/${fact.id}?erase=true`, { method: "DELETE" }), () => changed(t("erased")));
  }

  return place;
}

/** Where a fact is put right: its words, to be changed. Esc and 算了 leave it as it is. */
function editor(fact, place, changed) {
  const field = el("textarea", {
    class: "field", rows: 2, maxLength: 400, id: "edited", "aria-describedby": "edited-hint", on: { keydown: onKey },
  });
  field.value = fact.statement;
  const form = el("form", { class: "editor", on: { submit } },
    el("label", { for: "edited", text: t("editLabel") }), field,
    el("p", { id: "edited-hint", class: "hint", text: t("editHint") }),
    el("div", { class: "actions" },
      el("button", { class: "button primary", text: t("save") }),
      el("button", { type: "button", class: "button", text: t("cancel"), on: { click: close } })));
  queueMicrotask(() => field.focus());

  function close() {
    form.replaceWith(place);
    place.querySelector("button").focus();
  }

  function onKey(event) {
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  }

  async function submit(event) {
    event.preventDefault();
    const statement = field.value.trim();
    if (!statement || statement === fact.statement) return close();
    const body = { statement };
    await attempt(() => ask(`/memories/${fact.id}`, { method: "PATCH", body }),
      ({ memory }) => changed(t("corrected"), memory?.[0]?.id));
  }

  return form;
}

async function attempt(act, then) {
  let answer;
  try {
    answer = await act();
  } catch (error) {
    notice(error.message, { isFault: true });
    return;
  }
  await then(answer);
}
