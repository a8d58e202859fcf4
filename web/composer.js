import { notice } from "./dialog.js";
import { el, icon } from "./dom.js";
import { canRecord, record } from "./recorder.js";
import { t } from "./words.js";

const TAP_MS = 350; // a shorter press is a tap: it starts, the next one ends

/** Where one writes or speaks. Enter sends, Shift+Enter breaks the line, Esc drops a recording. */
export function composer({ onText, onRecording, onStop }) {
  const field = el("textarea", {
    class: "composer-field", rows: 1, maxLength: 8000, placeholder: t("say"), "aria-label": t("sayLabel"),
    enterkeyhint: "send", on: { input: grow, keydown: onKey },
  });
  const send = el("button", { type: "submit", class: "round primary", "aria-label": t("send") }, icon("send"));
  const hold = el("button", { type: "button", class: "round", "aria-label": t("hold"), title: t("hold") }, icon("microphone"));
  const state = el("p", { class: "composer-state", role: "status" });
  const form = el("form", { class: "composer", on: { submit } }, state, el("div", { class: "composer-box" }, field, hold, send));
  const speaking = holdToSpeak({ button: hold, state, onRecording });
  let isBusy = false;

  function submit(event) {
    event.preventDefault();
    if (isBusy) return onStop();
    const text = field.value.trim();
    if (!text) return field.focus();
    field.value = "";
    state.textContent = "";
    grow();
    onText(text);
  }

  function onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!isBusy) form.requestSubmit();
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 220)}px`;
  }

  return {
    root: form,
    focus: () => matchMedia("(hover: hover)").matches && field.focus(),
    setBusy(busy) {
      isBusy = busy;
      hold.disabled = busy;
      send.replaceChildren(icon(busy ? "stop" : "send"));
      send.setAttribute("aria-label", t(busy ? "stop" : "send"));
      if (busy) speaking.drop();
    },
    fill(text, hint) {
      field.value = text;
      state.textContent = hint;
      grow();
      field.focus();
    },
  };
}

function holdToSpeak({ button, state, onRecording }) {
  let recording = null; // a promise from the moment that the button goes down
  let pressedAt = 0;

  async function press() {
    if (recording) return finish();
    if (!canRecord()) return notice(t("noSpeech"), { isFault: true });
    pressedAt = performance.now();
    button.classList.add("recording");
    button.setAttribute("aria-pressed", "true");
    state.textContent = t("speaking");
    recording = record();
    try {
      await recording;
    } catch {
      clear();
      notice(t("noMicrophone"), { isFault: true });
    }
  }

  function release() {
    if (!recording) return;
    if (performance.now() - pressedAt > TAP_MS) finish();
    else state.textContent = t("speakingTapped");
  }

  async function finish() {
    const begun = recording;
    clear();
    const sound = await (await begun).stop();
    if (sound.size) onRecording(sound);
  }

  async function drop() {
    const begun = recording;
    if (!begun) return;
    clear();
    (await begun).drop();
  }

  function clear() {
    recording = null;
    state.textContent = "";
    button.classList.remove("recording");
    button.removeAttribute("aria-pressed");
  }

  const isKey = (event) => event.key === " " || event.key === "Enter";
  button.addEventListener("pointerdown", (event) => event.button === 0 && press());
  window.addEventListener("pointerup", release);
  window.addEventListener("pointercancel", drop);
  button.addEventListener("keydown", (event) => isKey(event) && (event.preventDefault(), event.repeat || press()));
  button.addEventListener("keyup", (event) => isKey(event) && (event.preventDefault(), release()));
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  window.addEventListener("keydown", (event) => event.key === "Escape" && drop());
  return { drop };
}
