import { el } from "./dom.js";
import { t } from "./words.js";

/**
 * Ask before something is done. Resolves to whether it was agreed to; Esc is a no, and the focus goes back to where it was.
 */
export function confirmed({ title, text, action, isGrave = false }) {
  return new Promise((resolve) => {
    const form = el("form", { method: "dialog", class: "dialog-actions" },
      el("button", { value: "no", class: "button", autofocus: true, text: t("cancel") }),
      el("button", { value: "yes", class: isGrave ? "button grave" : "button primary", text: action }));
    const box = el("dialog", { class: "dialog", "aria-labelledby": "dialog-title", "aria-describedby": "dialog-text" },
      el("h2", { id: "dialog-title", text: title }), el("p", { id: "dialog-text", text }), form);
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue === "yes");
    });
    document.body.append(box);
    box.showModal();
  });
}

let leaving;

/** Say something in passing, at the foot of the page and to screen readers. */
export function notice(text, { isFault = false } = {}) {
  const place = document.querySelector("#notice");
  place.textContent = text;
  place.className = isFault ? "notice shown fault" : "notice shown";
  clearTimeout(leaving);
  leaving = setTimeout(() => (place.className = "notice"), isFault ? 8000 : 3500);
}
