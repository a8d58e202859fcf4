import { ask } from "./api.js";
import { notice } from "./dialog.js";
import { el } from "./dom.js";
import { t, toYou } from "./words.js";

// What cannot be taken back by itself: an erasure has nothing left, and what fell with its premise comes back with it.
const FINAL = new Set(["erased", "undone", "unsupported"]);

/** The chips under a reply: what changed in memory in this turn, each with its undo. */
export function changesList(changes, turn) {
  return el("ul", { class: "changes", "aria-label": t("changes") }, ...changes.map((change) => chip(change, turn)));
}

function chip(change, turn) {
  const statement = toYou(change.statement);
  const words = change.id && change.statement && change.op !== "erased"
    ? el("a", { href: `#/memories/${change.id}`, class: "chip-words", text: statement })
    : el("span", { class: "chip-words", text: statement });
  const before = change.before && change.before.statement !== change.statement &&
    el("span", { class: "chip-before", text: t("was") + toYou(change.before.statement) });
  const item = el("li", { class: `chip ${change.op}` },
    el("span", { class: "chip-op", text: t(`op_${change.op}`) }),
    el("span", { class: "chip-text" }, words, before),
    !FINAL.has(change.op) && undoing(change, turn, () => item));
  return item;
}

function undoing(change, turn, itemOf) {
  const button = el("button", { type: "button", class: "chip-undo", text: t("undo"), on: { click: undo } });
  button.setAttribute("aria-label", `${t("undo")}：${toYou(change.statement)}`);

  async function undo() {
    button.disabled = true;
    try {
      await ask(`/undo?turn=${turn}&fact=${change.id}`, { method: "POST" });
    } catch (error) {
      notice(error.message, { isFault: true });
      button.disabled = false;
      return;
    }
    itemOf().classList.add("undone");
    button.replaceWith(el("span", { class: "chip-done", role: "status", text: t("undone") }));
  }

  return button;
}
