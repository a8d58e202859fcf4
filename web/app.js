import { ask } from "./api.js";
import { el } from "./dom.js";
import { menu } from "./menu.js";
import { memoriesView } from "./memories.js";
import { signIn, signOut, token } from "./session.js";
import { talkView } from "./talk.js";
import { language, t } from "./words.js";

const VIEWS = { talk: talkView, memories: memoriesView };
const made = {};

document.documentElement.lang = language;
document.title = t("name");
document.addEventListener("signed-out", start);
window.addEventListener("hashchange", show);
start();

function start() {
  for (const name of Object.keys(made)) delete made[name];
  document.body.replaceChildren(el("div", { id: "notice", class: "notice", role: "status" }));
  if (token()) {
    document.body.prepend(frame());
    show();
  } else {
    document.body.prepend(door());
    document.querySelector("#token").focus();
  }
}

/** The door: the token, once. */
function door() {
  const field = el("input", {
    id: "token", type: "password", class: "field", autocomplete: "current-password", required: true,
    "aria-describedby": "token-hint token-fault",
  });
  const remembered = el("input", { type: "checkbox", id: "remember" });
  const fault = el("p", { id: "token-fault", class: "fault", role: "alert" });
  const form = el("form", { class: "door-form", on: { submit: enter } },
    el("input", { type: "text", autocomplete: "username", value: t("name"), hidden: true }),
    el("label", { for: "token", text: t("token") }), field,
    el("p", { id: "token-hint", class: "hint", text: t("tokenHint") }),
    el("label", { class: "check" }, remembered, t("remember")), fault,
    el("button", { class: "button primary wide", text: t("signIn") }));

  async function enter(event) {
    event.preventDefault();
    fault.textContent = "";
    try {
      await ask("/memories?limit=1", { as: field.value.trim() });
    } catch (error) {
      fault.textContent = error.code === "unauthorized" ? t("wrongToken") : error.message;
      field.select();
      return;
    }
    signIn(field.value.trim(), remembered.checked);
    start();
  }

  return el("main", { class: "door" }, el("div", { class: "door-card" }, seal(),
    el("h1", { text: t("name") }), el("p", { class: "tagline", text: t("tagline") }), form));
}

function seal() {
  return el("img", { src: "/web/icon.svg", alt: "", class: "seal", width: "56", height: "56" });
}

function frame() {
  const tab = (name, href) => el("a", { href, class: "tab", "data-view": name, text: t(name) });
  return el("div", { class: "frame" },
    el("a", { href: "#main", class: "skip", text: t("skip"), on: { click: skip } }),
    el("header", { class: "bar" },
      el("a", { href: "#/", class: "brand" },
        el("img", { src: "/web/icon.svg", alt: "", width: "26", height: "26" }), el("span", { text: t("name") })),
      el("nav", { class: "tabs", "aria-label": t("name") }, tab("talk", "#/"), tab("memories", "#/memories")),
      menu({ onNewTalk: newTalk, onSignOut: leave })),
    el("main", { id: "main", tabindex: "-1" }));
}

function skip(event) {
  event.preventDefault();
  document.querySelector("#main").focus();
}

/** Show the view that the address names; each is made once and keeps its state. */
function show() {
  const main = document.querySelector("#main");
  if (!main) return;
  const [, name = "", id = ""] = location.hash.split("/");
  const view = name === "memories" ? "memories" : "talk";
  made[view] ??= VIEWS[view]();
  const wasAway = main.firstChild !== made[view].root;
  if (wasAway) main.replaceChildren(made[view].root);
  made[view].shown?.(decodeURIComponent(id), wasAway);
  for (const tab of document.querySelectorAll(".tab")) {
    if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

function newTalk() {
  delete made.talk;
  if (location.hash.startsWith("#/memories")) location.hash = "#/";
  else show();
}

function leave() {
  signOut();
  start();
}
