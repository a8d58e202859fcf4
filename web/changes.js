import { ask } from "./api.js";
import { notice } from "./dialog.js";
import { el } from "./dom.js";
import { t, toYou } from "./words.js";

// What cannot be taken back by itself: an erasure has nothing left, and what follows from another change goes with it.
const FINAL = new Set(["erased", "undone", "unsupported"]);

/** The chips under a reply: what changed in memory in this turn, each with its undo. */
export function changesList(changes, turn) {
  const chips = new Map(changes.map((change) => [change.id, chip(change, turn, takenBack)]));

  /** Show that a change was taken back, and with it whatever followed from it in this turn. */
  function takenBack(id) {
    const item = chips.get(id);
    if (!item || item.classList.contains("gone")) return;
    item.classList.add("gone");
    item.querySelector(".chip-undo")?.remove();
    item.append(el("span", { class: "chip-done", text: t("undone") }));
    for (const change of changes) {
      if (change.id === id) change.isGone = true;
      else if (change.because?.includes(id)) takenBack(change.id);
    }
  }

  return el("ul", { class: "changes", "aria-label": t("changes") }, ...chips.values());
}

/** Take back all that a turn changed, but what was taken back already. */
export async function undoTurn({ memory, turn }) {
  const standing = (memory ?? []).filter((change) => !change.isGone);
  if (standing.length === memory?.length) return ask(`/undo?turn=${turn}`, { method: "POST" });
  for (const change of standing.filter(canUndo)) await ask(`/undo?turn=${turn}&fact=${change.id}`, { method: "POST" });
}

const canUndo = ({ op, because }) => !FINAL.has(op) && !because?.length;

function chip(change, turn, takenBack) {
  const statement = toYou(change.statement);
  const words = statement
    ? el("a", { href: `#/memories/${change.id}`, class: "chip-words", text: statement })
    : el("span", { class: "chip-words" });
  const before = change.before && change.before.statement !== change.statement &&
    el("span", { class: "chip-before", text: t("was") + toYou(change.before.statement) });
  return el("li", { class: `chip ${change.op}` },
    el("span", { class: "chip-op", text: t(`op_${change.op}`) }), el("span", { class: "chip-text" }, words, before),
    canUndo(change) && undoing(change, turn, takenBack));
}

function undoing(change, turn, takenBack) {
  const label = `${t("undo")}：${toYou(change.statement)}`;
  const button = el("button", { type: "button", class: "chip-undo", "aria-label": label, text: t("undo"), on: { click: undo } });

  async function undo() {
    button.disabled = true;
    try {
      await ask(`/undo?turn=${turn}&fact=${change.id}`, { method: "POST" });
    } catch (error) {
      notice(error.message, { isFault: true });
      button.disabled = false;
      return;
    }
    notice(label.replace(t("undo"), t("undone")));
    takenBack(change.id);
  }

  return button;
}
