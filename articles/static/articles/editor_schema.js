/* What a stored body may consist of (articles/allowlist.py, articles/canonical.py), as a schema of
   ProseMirror: every element and attribute that the server lets through has its place here.

   Inline elements are marks, and marks are a set, while elements are nested and one may stand
   right beside another of its kind. So a mark keeps `depth`, how deep its element stood, and
   `element`, a number for that one element: editor_html.js then writes what was read. */

import { pm } from "../django_prose_editor/editor.js";

const { Schema } = pm.model;

/* Their attributes, in the order in which the server writes them. */
export const ATTRIBUTES = {
  a: ["href", "title", "rel"],
  abbr: ["title"],
  time: ["datetime"],
  q: ["cite"],
  span: ["lang", "dir"],
};
export const INLINE = [
  "a", "q", "cite", "span", "abbr", "time", "del", "ins", "small", "em", "strong",
  "b", "i", "u", "s", "sub", "sup", "code",
];
const FOUND_AS = { a: "a[href]", span: "span[lang], span[dir]" };
const MAY_NEST_IN_ITSELF = ["span", "q", "sub", "sup"];
/* How deep a new mark goes: what holds a phrase around what stresses a word in it. */
const NEW = Object.fromEntries(INLINE.map((name, n) => [name, n < 4 ? n - 10 : 100 + n]));

const numbers = new WeakMap();
let last = 0;

function numberOf(element) {
  if (!numbers.has(element)) numbers.set(element, (last += 1));
  return numbers.get(element);
}

function depthOf(element) {
  let depth = 0;
  for (let above = element.parentElement; above; above = above.parentElement) {
    if (!INLINE.includes(above.localName)) break;
    depth += 1;
  }
  return depth;
}

function valuesOf(element, names) {
  return Object.fromEntries(names.map((name) => [name, element.getAttribute(name)]));
}

function empty(names) {
  return Object.fromEntries(names.map((name) => [name, { default: null }]));
}

function shown(attrs, names) {
  return Object.fromEntries(
    names.filter((name) => attrs[name] !== null).map((name) => [name, attrs[name]]),
  );
}

function inline(name) {
  const names = ATTRIBUTES[name] ?? [];
  return {
    attrs: { ...empty(names), depth: { default: NEW[name] }, element: { default: 0 } },
    excludes: MAY_NEST_IN_ITSELF.includes(name) ? "" : name,
    inclusive: name !== "a",
    parseDOM: [
      {
        tag: FOUND_AS[name] ?? name,
        getAttrs: (element) => ({
          ...valuesOf(element, names),
          depth: depthOf(element),
          element: numberOf(element),
        }),
      },
    ],
    toDOM: (mark) => [name, shown(mark.attrs, names), 0],
  };
}

function textBlock(tag) {
  return {
    content: "inline*",
    group: "block",
    defining: tag !== "p",
    parseDOM: [{ tag }],
    toDOM: () => [tag, 0],
  };
}

function container(tag, content, { names = [], ...rest } = {}) {
  return {
    content,
    attrs: empty(names),
    parseDOM: [{ tag, getAttrs: (element) => valuesOf(element, names) }],
    toDOM: (node) => [tag, shown(node.attrs, names), 0],
    ...rest,
  };
}

const SPANS = ["colspan", "rowspan"];

/* A cell says how far it reaches. That it reaches over one is kept apart: it may be said or not. */
function cell(tag, names) {
  return {
    content: "block+",
    attrs: {
      colspan: { default: 1 },
      rowspan: { default: 1 },
      colwidth: { default: null },
      said: { default: "" },
      ...empty(names),
    },
    isolating: true,
    tableRole: tag === "th" ? "header_cell" : "cell",
    parseDOM: [
      {
        tag,
        getAttrs: (element) => ({
          ...valuesOf(element, names),
          colspan: Number(element.getAttribute("colspan") ?? 1),
          rowspan: Number(element.getAttribute("rowspan") ?? 1),
          said: SPANS.filter((name) => element.hasAttribute(name)).join(" "),
        }),
      },
    ],
    toDOM: (node) => [tag, cellAttributes(node), 0],
  };
}

export function cellAttributes(node) {
  const told = {};
  for (const name of SPANS) {
    if (node.attrs[name] !== 1 || node.attrs.said.includes(name)) told[name] = node.attrs[name];
  }
  return node.attrs.scope ? { ...told, scope: node.attrs.scope } : told;
}

/* Head and body of a table have no node of their own: a row knows which it is in, and whether
   it begins another one right after one of the same kind. */
function rowAttributes(element) {
  const part = element.parentElement;
  const first = part.firstElementChild === element;
  const before = first && part.previousElementSibling;
  return {
    part: part.localName === "thead" ? "thead" : "tbody",
    apart: Boolean(before) && before.localName === part.localName,
  };
}

const nodes = {
  doc: { content: "block+" },
  p: textBlock("p"),
  h2: textBlock("h2"),
  h3: textBlock("h3"),
  h4: textBlock("h4"),
  pre: { ...textBlock("pre"), code: true, marks: "_" },
  hr: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  blockquote: container("blockquote", "(block | speaker)+", {
    names: ["cite"],
    group: "block",
    defining: true,
  }),
  /* The <cite> that stands in a blockquote itself: who speaks. */
  speaker: {
    content: "inline*",
    defining: true,
    parseDOM: [{ tag: "blockquote > cite", priority: 60 }],
    toDOM: () => ["cite", { class: "speaker" }, 0],
  },
  ul: container("ul", "li+", { group: "block list" }),
  ol: container("ol", "li+", { names: ["start"], group: "block list" }),
  li: container("li", "block+", { defining: true }),
  dl: container("dl", "(dt | dd)+", { group: "block" }),
  dt: container("dt", "block+", { defining: true }),
  dd: container("dd", "block+", { defining: true }),
  figure: container("figure", "(pictures | block | figcaption)+", {
    group: "block",
    defining: true,
    isolating: true,
  }),
  /* The line of a figure that holds its pictures and no words. */
  pictures: {
    content: "inline*",
    parseDOM: [{ tag: "div.pictures" }],
    toDOM: () => ["div", { class: "pictures" }, 0],
  },
  figcaption: container("figcaption", "block+", { defining: true }),
  table: {
    content: "row+",
    group: "block",
    isolating: true,
    tableRole: "table",
    parseDOM: [{ tag: "table" }],
    toDOM: () => ["table", ["tbody", 0]],
  },
  row: {
    content: "(td | th)+",
    attrs: { part: { default: "tbody" }, apart: { default: false } },
    tableRole: "row",
    parseDOM: [{ tag: "tr", getAttrs: rowAttributes }],
    toDOM: (node) => ["tr", node.attrs.part === "thead" ? { class: "head" } : {}, 0],
  },
  td: cell("td", []),
  th: cell("th", ["scope"]),
  text: { group: "inline" },
  br: {
    group: "inline",
    inline: true,
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
  img: {
    group: "inline",
    inline: true,
    attrs: { src: {}, alt: { default: "" } },
    draggable: true,
    parseDOM: [
      {
        tag: "img[src]",
        getAttrs: (element) => ({
          src: element.getAttribute("src"),
          alt: element.getAttribute("alt") ?? "",
        }),
      },
    ],
    toDOM: (node) => ["img", { src: node.attrs.src, alt: node.attrs.alt }],
  },
};

export const schema = new Schema({
  nodes,
  marks: Object.fromEntries(INLINE.map((name) => [name, inline(name)])),
});
