/* HTML from a clipboard, made into what the editor's schema reads: what word processors say in
   styles becomes elements, their list paragraphs become lists, the rest of their dress goes. The
   words stay, all but the signs that a list draws by itself. */

import { disarmed } from "./editor_html.js";

const GONE = "head, meta, link, style, script, title, xml, template, col, colgroup, br.Apple-interchange-newline";
const STYLES = [
  [/(?<![-\w])font-weight:\s*(bold|[6-9]00)/, "strong"],
  [/(?<![-\w])font-style:\s*italic/, "em"],
  [/(?<![-\w])vertical-align:\s*super/, "sup"],
  [/(?<![-\w])vertical-align:\s*sub(?!\w)/, "sub"],
  [/(?<![-\w])text-decoration[^;]*line-through/, "s"],
];
const NAMES = { h1: "h2", h5: "h4", h6: "h4" };
const NUMBERED = /^\(?(\d+|[a-z]|[ivxl]+)[.)]/i;

/* Return {html, pictures}: the HTML to read, and how many pictures are not in it, as they lie on
   no web address. What was copied in the editor itself is read as it is. */
export function cleaned(source) {
  if (source.includes("data-pm-slice")) return { html: disarmed(source), pictures: 0 };
  const body = new DOMParser().parseFromString(disarmed(source), "text/html").body;
  for (const element of body.querySelectorAll(GONE)) element.remove();
  removeComments(body);
  makeLists(body);
  for (const element of [...body.querySelectorAll("*")].reverse()) undress(element);
  const pictures = removePictures(body);
  return { html: body.innerHTML.replaceAll("\u00a0", " "), pictures };
}

function removeComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  for (const comment of found) comment.remove();
}

function styleOf(element) {
  return (element.getAttribute("data-style") ?? "").toLowerCase();
}

function undress(element) {
  const style = styleOf(element);
  const name = element.localName;
  const isPlain = /(?<![-\w])font-weight:\s*(normal|[1-4]00)/.test(style);
  const said = STYLES.filter(([pattern]) => pattern.test(style)).map(([, tag]) => tag);
  if (NAMES[name]) return rename(element, NAMES[name]);
  if (name === "span" || name === "font") replaceBy(element, said);
  else if (["b", "strong"].includes(name) && isPlain) unwrap(element);
  else if (name.includes(":") || (name === "a" && !isAddress(element.getAttribute("href")))) unwrap(element);
  for (const attribute of ["data-style", "class", "id", "lang", "dir"]) element.removeAttribute(attribute);
}

function isAddress(href) {
  return /^(https?:\/\/|mailto:|\/(?!\/))/i.test(href ?? "");
}

function replaceBy(element, tags) {
  let inner = element;
  for (const tag of tags) {
    const around = element.ownerDocument.createElement(tag);
    around.append(...inner.childNodes);
    inner.append(around);
    inner = around;
  }
  unwrap(element);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function rename(element, name) {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

/* Word writes a list as paragraphs, each with its level in a style and its sign in a span. */
function makeLists(body) {
  let open = [];
  for (const paragraph of body.querySelectorAll("p")) {
    const level = Number(/mso-list:[^;]*level(\d)/.exec(styleOf(paragraph))?.[1] ?? 0);
    const goesOn = open.length && paragraph.previousElementSibling === open[0].list;
    if (!level || !goesOn) open = [];
    if (level) open = placed(paragraph, level, open);
  }
}

/* Move a list's paragraph into its list, a new one if need be; return the lists that are open. */
function placed(paragraph, level, open) {
  const sign = paragraph.querySelector("[data-style*='mso-list' i][data-style*='ignore' i]");
  const tag = NUMBERED.test(sign?.textContent.trim() ?? "") ? "ol" : "ul";
  sign?.remove();
  const lists = open.filter((one) => one.level <= level);
  if (!lists.length || lists.at(-1).level < level) {
    const list = paragraph.ownerDocument.createElement(tag);
    if (lists.length) lists.at(-1).list.lastElementChild.append(list);
    else paragraph.before(list);
    lists.push({ level, list });
  }
  lists.at(-1).list.append(rename(paragraph, "li"));
  return lists;
}

function removePictures(body) {
  const nowhere = [...body.querySelectorAll("img")].filter(
    (image) => !/^(https?:\/\/|\/(?!\/))/i.test(image.getAttribute("src") ?? ""),
  );
  for (const image of nowhere) image.remove();
  return nowhere.length;
}
