import { el, svg } from "./dom.js";
import { layered, outlined } from "./layout.js";
import { sayDay, t, toYou } from "./words.js";

const LINE = 20; // px between two lines of a box
const PAD = 12;
const WIDE = { width: 190, letters: 11.5 }; // letters: how many Chinese characters fit in a line
const NARROW = { width: 248, letters: 15.5 };

/** Why something is remembered, drawn: conclusions above, what they follow from below, down to the words that were said. */
export function whyGraph(why) {
  const place = el("div", { class: "why", role: "group", "aria-label": t("whyOf", toYou(why.statement)), tabindex: "0" });
  const draw = () => place.replaceChildren(drawing(why, place.clientWidth < 480), outline(why));
  new ResizeObserver(draw).observe(place);
  return place;
}

function drawing(why, isNarrow) {
  const box = isNarrow ? NARROW : WIDE;
  const tree = node(why, box);
  const { nodes, edges, width, height } = isNarrow ? outlined(tree) : layered(tree);
  return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    ...edges.map(edge), ...nodes.map(boxed));
}

/** A fact as a node of the drawing, with its size; quotes are its leaves. */
function node(why, box) {
  const own = sized({ kind: why.status === "current" ? "fact" : "fact fallen", id: why.id, text: toYou(why.statement), rule: why.rule }, box);
  const premises = [...why.premises, ...why.alternatives.flat()].map((each) => node(each, box));
  const quotes = why.quotes.map(({ said_at, quote }) =>
    sized({ kind: "said", text: `「${quote}」`, foot: sayDay(said_at) }, box));
  return { ...own, children: [...premises, ...quotes] };
}

function sized(what, { width, letters }) {
  const lines = wrapped(what.text, letters);
  const rows = lines.length + (what.foot ? 1 : 0) + (what.rule ? 1 : 0);
  return { ...what, lines, width, height: rows * LINE + 2 * PAD, children: [] };
}

/** Break a text into at most four lines; a Latin letter takes about half the room of a Chinese one. */
function wrapped(text, letters) {
  const lines = [""];
  let taken = 0;
  for (const letter of text) {
    const room = /[\u2e80-\uffef]/.test(letter) ? 1 : 0.56;
    if (taken + room > letters) {
      lines.push("");
      taken = 0;
    }
    lines[lines.length - 1] += letter;
    taken += room;
  }
  return lines.length <= 4 ? lines : [...lines.slice(0, 3), `${lines[3].slice(0, -1)}…`];
}

function boxed({ x, y, width, height, kind, id, lines, rule, foot }) {
  const texts = [...lines.map((text) => ["line", text]), rule && ["note", `${t("rule")}：${rule}`], foot && ["note", foot]];
  const shape = svg("rect", { x, y, width, height, rx: 10 });
  const rows = texts.filter(Boolean).map(([look, text], row) => {
    const line = svg("text", { x: x + PAD, y: y + PAD + row * LINE + 14, class: look });
    line.textContent = text;
    return line;
  });
  const group = svg("g", { class: `node ${kind}` }, shape, ...rows);
  if (!id) return group;
  return svg("a", { href: `#/memories/${id}`, tabindex: "-1" }, group);
}

const edge = (path) => svg("path", { d: path, class: "edge" });

/** The same as a nested list, for those who do not see the drawing. */
function outline(why) {
  return el("div", { class: "hidden-text" }, el("ul", {}, item(why)));
}

function item(why) {
  const below = [
    ...why.premises.map(item),
    ...why.alternatives.map((grounds) => el("li", {}, t("orElse"), el("ul", {}, ...grounds.map(item)))),
    ...why.quotes.map(({ said_at, quote }) => el("li", { text: `${sayDay(said_at)} ${t("saidSo")}：${quote}` })),
  ];
  return el("li", {}, toYou(why.statement), why.rule && `（${t("rule")}：${why.rule}）`, below.length > 0 && el("ul", {}, ...below));
}
