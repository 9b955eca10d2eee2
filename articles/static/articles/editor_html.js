/* From a body's HTML to a document of the editor and back, in the server's own written form
   (articles/canonical.py): what was read and not changed is written as it was, byte for byte. */

import { pm } from "../django_prose_editor/editor.js";
import { ATTRIBUTES, INLINE, cellAttributes, schema } from "./editor_schema.js";

const { DOMParser: Reader } = pm.model;
const TIGHT = ["li", "dt", "dd", "td", "th", "figcaption"];
const START_TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const reader = Reader.fromSchema(schema);
const IN_FIGURES = ["img", ...INLINE].map((name) => `figure > ${name}`).join();

/* Return the document that `html` says. What the schema does not know is not in it: see isWhole. */
export function read(html) {
  return reader.parse(dom(html));
}

/* Return the HTML of `doc`. Empty paragraphs are left out, as the server does. */
export function write(doc) {
  return blocks(doc).join("\n");
}

/* Is all that `html` says in the document the editor makes of it? Only the white space between
   blocks, and the tags that the standard lets one leave out, may differ. */
export function isWhole(html) {
  return disarmed(html) === html && essence(html) === essence(write(read(html)));
}

/* Return `html` with the attributes `style` and `on…` as `data-style` and `data-on…`, without style
   sheets: our policy lets none of them do a thing, and a browser complains of each it reads. */
export function disarmed(html) {
  return html
    .replace(/<style\b[^]*?(<\/style\s*>|$)/gi, "")
    .replace(START_TAG, (tag) =>
      tag.replace(/"[^"]*"|'[^']*'|\s(style|on\w+)(?=[\s=>/])/gi, (piece, name) =>
        name ? ` data-${name}` : piece,
      ),
    );
}

function essence(html) {
  const body = dom(html).innerHTML.replace(/<\/?(p|tbody)>/g, "\n").replace(/\s+/g, " ");
  return body
    .replace(/ ?(<\/?(?:h[2-4]|pre|hr|blockquote|cite|[uod]l|li|d[td]|fig\w+|t\w+|br|img)\b[^>]*>) ?/g, "$1")
    .trim();
}

/* Return a <body> that holds `html`, in a document of its own: nothing in it loads or runs. */
function dom(html) {
  const body = new DOMParser().parseFromString("<!doctype html><body>", "text/html").body;
  body.innerHTML = html;
  for (const image of body.querySelectorAll(IN_FIGURES)) inLine(image);
  return body;
}

/* The line of pictures in a figure gets an element of its own, which the schema knows. */
function inLine(first) {
  if (first.parentElement.localName !== "figure") return;
  const line = first.ownerDocument.createElement("div");
  line.className = "pictures";
  first.before(line);
  while (line.nextSibling && goesOn(line, line.nextSibling)) line.append(line.nextSibling);
}

function goesOn(line, node) {
  if (node.nodeType === 3) return !node.data.includes("\n") || line.lastChild?.localName === "br";
  return ["img", "br"].includes(node.localName) || INLINE.includes(node.localName);
}

function blocks(parent) {
  const found = [];
  parent.forEach((node) => {
    const html = block(node);
    if (html) found.push(html);
  });
  return found;
}

function block(node) {
  const name = node.type.name;
  if (name === "hr") return "<hr>";
  if (name === "table") return `<table>${tableParts(node).join("\n")}</table>`;
  if (node.isTextblock) return textBlock(node, name);
  const inner = content(node, name);
  if (!inner && !["td", "th"].includes(name)) return "";
  return `<${name}${attributesOf(node)}>${inner}</${name}>`;
}

function textBlock(node, name) {
  const words = inline(node);
  if (!words) return "";
  if (name === "pictures") return words;
  if (name === "speaker") return `<cite>${words}</cite>`;
  return `<${name}>${words}</${name}>`;
}

function content(node, name) {
  if (TIGHT.includes(name)) {
    const inner = blocks(node);
    const only = inner.length === 1 && /^<p>([^]*)<\/p>$/.exec(inner[0]);
    if (only) return only[1];
    return inner.length ? `\n${inner.join("\n")}\n` : "";
  }
  if (name === "row") return blocks(node).join("\t");
  const inner = blocks(node).join("\n");
  return inner ? `\n${inner}\n` : "";
}

function tableParts(table) {
  const parts = [];
  table.forEach((row) => {
    const { part, apart } = row.attrs;
    if (apart || parts.at(-1)?.part !== part) parts.push({ part, rows: [] });
    parts.at(-1).rows.push(`<tr>${content(row, "row")}</tr>`);
  });
  return parts.map(({ part, rows }) => `<${part}>${rows.join("\n")}</${part}>`);
}

function attributesOf(node) {
  const isCell = ["td", "th"].includes(node.type.name);
  return attributes(isCell ? cellAttributes(node) : node.attrs);
}

function attributes(values) {
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('"', "&quot;").replaceAll("'", "&#x27;")}"`)
    .join("");
}

function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/* Return the inline content of a text block: what two neighbours have in common stays open. */
function inline(parent) {
  let here = [];
  let html = "";
  const close = (length) => {
    for (; here.length > length; here.pop()) html += `</${here.at(-1).type.name}>`;
  };
  parent.forEach((node) => {
    const path = [...node.marks].sort((one, other) => one.attrs.depth - other.attrs.depth);
    let shared = 0;
    while (shared < here.length && shared < path.length && here[shared].eq(path[shared])) shared += 1;
    close(shared);
    for (const mark of path.slice(shared)) {
      html += `<${mark.type.name}${markAttributes(mark)}>`;
      here.push(mark);
    }
    html += leaf(node);
  });
  close(0);
  return html;
}

function markAttributes(mark) {
  const names = ATTRIBUTES[mark.type.name] ?? [];
  return attributes(Object.fromEntries(names.map((name) => [name, mark.attrs[name]])));
}

function leaf(node) {
  if (node.isText) return escaped(node.text);
  return node.type.name === "br" ? "<br>\n" : `<img${attributes(node.attrs)}>`;
}
