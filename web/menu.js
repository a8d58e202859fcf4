import { ask, download } from "./api.js";
import { notice } from "./dialog.js";
import { el, icon } from "./dom.js";
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
    paths["/export"]?.get && item("export", () => save("/export", "sebastian.ndjson")),
    paths["/backup"]?.post && item("backup", backup),
    paths["/import"]?.post && item("import", bring),
  ].filter(Boolean);
  place.append(...offered);
  place.hidden = offered.length === 0;
}

async function save(path, fallback) {
  try {
    const { blob, name } = await download(path);
    const link = el("a", { href: URL.createObjectURL(blob), download: name ?? fallback });
    link.click();
    URL.revokeObjectURL(link.href);
  } catch (error) {
    notice(error.message, { isFault: true });
  }
}

async function backup() {
  try {
    await ask("/backup", { method: "POST" });
    notice(t("done"));
  } catch (error) {
    notice(error.message, { isFault: true });
  }
}

function bring() {
  const picker = el("input", { type: "file" });
  picker.addEventListener("change", async () => {
    const body = new FormData();
    body.append("file", picker.files[0]);
    try {
      await ask("/import", { method: "POST", body });
      notice(t("done"));
    } catch (error) {
      notice(error.message, { isFault: true });
    }
  });
  picker.click();
}
