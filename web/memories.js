import { ask } from "./api.js";
import { el, icon } from "./dom.js";
import { factView } from "./fact.js";
import { timeSlider } from "./timeslider.js";
import { sayDay, sayMonth, saySpan, t, toYou } from "./words.js";

const PAGE = 60; // facts fetched at a time
const KINDS = ["all", "profile", "preference", "event", "plan", "relation", "possession", "other"];
const PAUSE_MS = 200; // of typing, before it is looked for

/** What is remembered: to search, to sift by kind and time, and one fact beside it with all that is known of it. */
export function memoriesView() {
  const asked = { query: "", kind: "all", status: "current", order: "recorded", asOf: null };
  const list = el("div", { class: "facts" });
  const count = el("p", { class: "count", role: "status" });
  const more = el("button", { type: "button", class: "button more", text: t("more"), hidden: true, on: { click: next } });
  const detail = el("aside", { class: "detail", "aria-label": t("why"), tabindex: "-1" });
  const slider = timeSlider((moment) => sift({ asOf: moment }));
  let shown = 0;
  let latest = 0; // the number of the last question; answers to earlier ones are dropped
  let lastMonth = "";
  let open = "";

  const root = el("section", { class: "memories" },
    el("div", { class: "listing" }, filters(asked, sift), slider.root, count, list, more), detail);
  new IntersectionObserver(([seen]) => seen.isIntersecting && next(), { rootMargin: "600px" }).observe(more);

  function sift(change) {
    Object.assign(asked, change);
    return restart();
  }

  async function restart() {
    shown = 0;
    lastMonth = "";
    await fetchPage((found) => {
      list.replaceChildren();
      count.textContent = found.total ? t("count", found.total) : t(emptiness(asked));
      return found;
    });
  }

  function next() {
    return fetchPage((found) => found);
  }

  async function fetchPage(before) {
    const number = ++latest;
    more.hidden = true;
    let found;
    try {
      found = await ask(`/memories?${parameters(asked, shown)}`);
    } catch (error) {
      if (number === latest) count.textContent = error.message;
      return;
    }
    if (number !== latest) return;
    before(found);
    shown += found.memories.length;
    list.append(...grouped(found.memories));
    more.hidden = shown >= found.total;
  }

  /** The facts under the months that they are listed by; a search is listed by fit, under none. */
  function grouped(facts) {
    const rows = [];
    for (const fact of facts) {
      const month = asked.query ? "" : sayMonth(orderOf(asked) === "valid" ? fact.valid_from : fact.recorded_at);
      if (month && month !== lastMonth) rows.push(el("h2", { class: "month", text: month }));
      lastMonth = month;
      rows.push(row(fact));
    }
    return rows;
  }

  function row(fact) {
    return el("a", {
      class: `fact ${fact.status}`, href: `#/memories/${fact.id}`, "aria-current": fact.id === open ? "true" : null,
    }, el("span", { class: "statement", text: toYou(fact.statement) }),
    el("span", { class: "meta" },
      el("span", { text: t(`kind_${fact.kind}`) }),
      el("span", { text: fact.happened ? saySpan(fact.happened) : sayDay(fact.valid_from) }),
      fact.rule && el("span", { class: "badge plum", text: t("derived") }),
      fact.status !== "current" && el("span", { class: "badge", text: t(fact.status) })));
  }

  async function show(id) {
    open = id;
    root.classList.toggle("has-open", Boolean(id));
    for (const each of list.querySelectorAll(".fact")) {
      if (each.hash === `#/memories/${id}`) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    if (!id) {
      detail.replaceChildren(el("p", { class: "hint choose", text: t("choose") }));
      return;
    }
    const back = el("a", { class: "back", href: "#/memories" }, icon("back"), t("back"));
    detail.replaceChildren(back, await factView(id, { onChanged: restart }));
    detail.scrollTop = 0;
    if (matchMedia("(max-width: 60rem)").matches) detail.focus();
  }

  return {
    root,
    /** Show one fact, or none; the list is fetched anew by who comes from elsewhere, and else stays where it was scrolled to. */
    shown(id, wasAway) {
      if (wasAway) {
        restart();
        slider.refresh();
      }
      show(id);
    },
  };
}

function parameters({ query, kind, status, order, asOf }, offset) {
  const chosen = new URLSearchParams({ limit: PAGE, offset });
  if (query) chosen.set("query", query);
  if (kind !== "all") chosen.set("kind", kind);
  if (asOf) chosen.set("as_of", asOf);
  else if (status !== "current") chosen.set("status", status);
  chosen.set("order", orderOf({ order, asOf }));
  return chosen;
}

/** What was true on a day is listed as it came true, whatever the order is otherwise. */
const orderOf = ({ order, asOf }) => (asOf ? "valid" : order);

function emptiness({ query, kind, asOf }) {
  if (query || kind !== "all") return "nothingFound";
  return asOf ? "nothingThen" : "nothing";
}

function filters(asked, change) {
  let typing;
  const field = el("input", {
    type: "search", class: "field search", placeholder: t("search"), "aria-label": t("search"),
    on: {
      input() {
        clearTimeout(typing);
        typing = setTimeout(() => change({ query: field.value.trim() }), PAUSE_MS);
      },
    },
  });
  const kinds = el("fieldset", { class: "kinds" }, el("legend", { class: "hidden-text", text: t("kinds") }),
    ...KINDS.map((kind) => choice("kind", kind, t(`kind_${kind}`), asked.kind === kind, () => change({ kind }))));
  return el("search", { class: "filters" },
    el("div", { class: "search-place" }, icon("search"), field), kinds,
    el("div", { class: "selects" },
      chooser(t("status"), { current: t("status_current"), all: t("status_all") }, (status) => change({ status })),
      chooser(t("order"), { recorded: t("when_recorded"), valid: t("when_valid") }, (order) => change({ order }))));
}

function choice(name, value, label, checked, act) {
  return el("label", { class: "kind" },
    el("input", { type: "radio", name, value, checked, on: { change: act } }), el("span", { text: label }));
}

function chooser(label, options, act) {
  const items = Object.entries(options).map(([value, text]) => el("option", { value, text }));
  return el("select", { class: "chooser", "aria-label": label, on: { change: (event) => act(event.target.value) } }, ...items);
}
