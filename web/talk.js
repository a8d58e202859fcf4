import { follow } from "./api.js";
import { changesList, undoTurn } from "./changes.js";
import { composer } from "./composer.js";
import { notice } from "./dialog.js";
import { el } from "./dom.js";
import { t } from "./words.js";

const TOOLS = {
  recall_memory: "recalling",
  save_memory: "saving",
  update_memory: "updating",
  derive_memory: "deriving",
  forget_memory: "forgetting",
};

const NEAR_END_PX = 160;

/** The conversation. What was said is on the page alone; another visit begins a new talk, and memory connects the two. */
export function talkView() {
  const thread = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  const greeting = el("div", { class: "greeting" }, el("h1", { text: t("greeting") }), el("p", { text: t("greetingMore") }));
  const log = el("div", { class: "log", role: "log", "aria-label": t("talk") }, greeting);
  const writing = composer({ onText, onRecording, onStop: () => waiting?.abort() });
  let waiting = null;
  let misheard = null; // the turn that is undone before its words are sent again

  async function onText(text) {
    const before = misheard;
    misheard = null;
    if (before) await undoTurn(before).catch((error) => notice(error.message, { isFault: true }));
    await turn({ path: "/chat/text", body: { text, thread_id: thread }, text });
  }

  async function onRecording(recording) {
    const body = new FormData();
    body.append("file", recording, "speech");
    body.append("thread_id", thread);
    await turn({ path: "/chat/audio", body });
  }

  /** One turn: the words as they are said, the answer as it comes, what changed. */
  async function turn({ path, body, text }) {
    greeting.remove();
    const said = el("p", { class: "words", text: text ?? t("hearing") });
    const mine = el("article", { class: text ? "said" : "said hearing", "aria-label": t("you") }, said);
    const answer = el("div", { class: "words" });
    const doing = el("p", { class: "doing", text: t(text ? "thinking" : "hearing") });
    const theirs = el("article", { class: "answer", "aria-label": t("name"), "aria-busy": "true" }, answer, doing);
    log.append(mine, theirs);
    theirs.scrollIntoView({ block: "end" });
    waiting = new AbortController();
    writing.setBusy(true);
    try {
      await follow(path, { body, signal: waiting.signal, on: listeners({ mine, said, theirs, answer, doing, isSpoken: !text }) });
    } catch (error) {
      if (!text && mine.classList.contains("hearing")) mine.remove();
      failed(theirs, error, theirs.dataset.arrived);
    } finally {
      doing.remove();
      theirs.removeAttribute("aria-busy");
      waiting = null;
      writing.setBusy(false);
      theirs.scrollIntoView({ block: "nearest" });
    }
  }

  function listeners({ mine, said, theirs, answer, doing, isSpoken }) {
    return {
      open: () => (theirs.dataset.arrived = "yes"),
      heard({ text }) {
        mine.classList.remove("hearing");
        said.textContent = text;
        doing.textContent = t("thinking");
      },
      tool: ({ name }) => (doing.textContent = `${t(TOOLS[name] ?? name)}……`),
      token({ text }) {
        doing.hidden = true;
        const isRead = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
        answer.append(text);
        if (isRead) theirs.scrollIntoView({ block: "end" }); // who has scrolled up is left in peace
      },
      done(reply) {
        if (reply.memory) theirs.append(changesList(reply.memory, reply.turn));
        if (isSpoken) mine.append(mending(said, reply));
      },
    };
  }

  /** What was misheard is put right in the composer, and the turn that took it for granted is undone on sending. */
  function mending(said, reply) {
    return el("button", {
      type: "button", class: "quiet", text: t("mend"),
      on: {
        click() {
          misheard = reply;
          writing.fill(said.textContent, t("mending"));
        },
      },
    });
  }

  return { root: el("section", { class: "talk" }, log, writing.root), shown: writing.focus };
}

function failed(place, error, hasArrived) {
  const isStop = error.name === "AbortError";
  const text = isStop ? t(hasArrived ? "stopped" : "stoppedEarly") : error.message;
  place.append(el("p", { class: isStop ? "aside" : "aside fault", role: "alert", text }));
}
