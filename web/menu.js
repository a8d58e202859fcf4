import { ask } from "./api.js";
import { notice } from "./dialog.js";
import { el, icon } from "./dom.js";
import { backedUp, chosen, exported, imported } from "./moving.js";
import { t } from "./words.js";

/** The menu behind the three dots: appearance, a new talk, moving one's data where the server can, the way out. */
export function menu({ onNewTalk, onSignOut }) {
  const data = el("div", { class: "menu-part", hidden: true });
  const list = el("div", { id: "menu", class: "menu", popover: "auto" },
    appearance(),
    el("div", { class: "menu-part" }, item("newTalk", onNewTalk)), data,
    el("div", { class: "menu-part" }, item("signOut", onSignOut)));
  list.addEventListener("click", (event) => event.target.closest("button.item") && list.hidePopover());
  offer(data);
  return el("div", { class: "menu-place" },
    el("button", { class: "round", popovertarget: "menu", "aria-label": t("menu") }, icon("more")), list);
}

function item(name, act) {
  return el("button", { type: "button", class: "item", text: t(name), on: { click: act } });
}

function appearance() {
  const choice = (name) =>
    el("label", { class: "segment" },
      el("input", {
        type: "radio", name: "theme", value: name, checked: window.theme.chosen() === name,
        on: { change: () => window.theme.choose(name) },
      }), el("span", { text: t(`theme_${name}`) }));
  return el("fieldset", { class: "menu-part" },
    el("legend", { text: t("theme") }),
    el("div", { class: "segments" }, choice("auto"), choice("light"), choice("dark")));
}

/** Offer what the server says that it can do: an older one has no such routes. */
async function offer(place) {
  const { paths = {} } = await ask("/openapi.json").catch(() => ({}));
  const offered = [
    paths["/export"]?.get && item("export", () => tried(exported)),
    paths["/backup"]?.post && item("backup", () => tried(backedUp)),
    paths["/import"]?.post && item("import", () => chosen((file) => tried(() => imported(file)))),
  ].filter(Boolean);
  place.append(...offered);
  place.hidden = offered.length === 0;
}

async function tried(act) {
  try {
    await act();
  } catch (error) {
    notice(error.message, { isFault: true });
  }
}
