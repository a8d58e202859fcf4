import { el } from "./dom.js";
/** The memories. */
export function memoriesView() { return { root: el("section", { class: "memories" }) }; }
