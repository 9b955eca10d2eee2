/* The editor of an article's body: rich text in place of the form's text area, which stays behind
   it. A document that nobody changed is sent as it came; any other, written as the server would
   write it. Where a body says something that the editor cannot show, its HTML is edited instead,
   and the page says so. */

import { pm } from "../django_prose_editor/editor.js";
import * as deeds from "./editor_commands.js";
import { ask } from "./editor_dialogs.js";
import { isWhole, read, write } from "./editor_html.js";
import { cleaned } from "./editor_paste.js";
import { schema } from "./editor_schema.js";
import { Toolbar } from "./editor_toolbar.js";

const { EditorState, Plugin } = pm.state;
const { EditorView } = pm.view;

const LARGEST = 1_000_000; // Bytes of UTF-8, as articles/html.py has it.
const LARGEST_PASTE = 4_000_000; // Characters of HTML: word processors send much that goes.
const QUIET = 300; // Milliseconds without typing, until the text area is brought up to date.
const UNSHOWN =
  "This body holds HTML that the editor cannot show without losing some of it, so it is shown as HTML.";

const textarea = document.getElementById("id_html");
const place = document.getElementById("body-editor");
const said = document.getElementById("body-said");
const { form } = textarea;

let view = null; // The EditorView, while the text is shown rich.
let opened = null; // {html, doc}: what was opened last.
let timer = null;

function say(sentence) {
  said.textContent = sentence;
}

function sizeOf(html) {
  return new Blob([html]).size;
}

/* Return the body's HTML as it stands now. */
function value() {
  if (!view) return textarea.value;
  return view.state.doc.eq(opened.doc) ? opened.html : write(view.state.doc);
}

function bringUpToDate() {
  clearTimeout(timer);
  textarea.value = value();
}

function onChange() {
  clearTimeout(timer);
  timer = setTimeout(bringUpToDate, QUIET);
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- opening and closing ---------------------------------------------------------------------

/* There is always a line after the last block to go on in. An empty one is not written. */
function withLastLine(doc) {
  if (doc.lastChild.type === schema.nodes.p) return doc;
  return doc.copy(doc.content.addToEnd(schema.nodes.p.create()));
}

const lastLine = new Plugin({
  appendTransaction(transactions, before, { doc, tr }) {
    if (doc.lastChild.type === schema.nodes.p) return null;
    return tr.insert(doc.content.size, schema.nodes.p.create()).setMeta("addToHistory", false);
  },
});

function stateOf(doc) {
  const keys = { ...deeds.keys, "Mod-k": opensLink, "Alt-F10": leadsToToolbar };
  const { history, keymap, tables } = pm;
  const plugins = [history.history(), keymap.keymap(keys), tables.tableEditing(), lastLine];
  return EditorState.create({ doc, plugins });
}

function opensLink() {
  act("link");
  return true;
}

function leadsToToolbar() {
  toolbar.focus();
  return true;
}

/* Show the text area's HTML as rich text; return whether all of it can be shown so. */
function openRich() {
  const html = textarea.value;
  if (sizeOf(html) > LARGEST || !isWhole(html)) return false;
  const doc = withLastLine(read(html));
  opened = { html, doc };
  view = new EditorView(document.getElementById("body-rich"), {
    state: stateOf(doc),
    attributes: attributesOfView(),
    dispatchTransaction,
    handlePaste,
    transformPastedHTML,
    handleDOMEvents: { paste: refuseHugePaste },
  });
  show();
  return true;
}

function openSource() {
  bringUpToDate();
  view?.destroy();
  view = null;
  show();
}

function show() {
  textarea.hidden = view !== null;
  document.getElementById("body-rich").hidden = view === null;
  updateToolbar();
}

function attributesOfView() {
  const described = textarea.getAttribute("aria-describedby");
  const language = document.getElementById("id_language")?.value;
  return {
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": "Body",
    ...(described && { "aria-describedby": `${described} body-keys` }),
    ...(textarea.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
    ...(language && { lang: language }),
    spellcheck: "true",
    class: "body-rich article-body",
  };
}

function dispatchTransaction(transaction) {
  view.updateState(view.state.apply(transaction));
  if (transaction.docChanged) onChange();
  updateToolbar();
}

// --- pasting -----------------------------------------------------------------------------------

let leftOut = 0; // Pictures, of what is being pasted.

function refuseHugePaste(_, event) {
  const size = event.clipboardData?.getData("text/html").length ?? 0;
  const words = event.clipboardData?.getData("text/plain").length ?? 0;
  if (size <= LARGEST_PASTE && words <= LARGEST) return false;
  event.preventDefault();
  say("Nothing was pasted: it is more than one article holds. Paste it in parts.");
  return true;
}

function transformPastedHTML(source) {
  const { html, pictures } = cleaned(source);
  leftOut = pictures;
  return html;
}

function handlePaste() {
  if (leftOut === 1) say("A picture was left out: it lies on no web address. Put it in as a figure.");
  else if (leftOut) say(`${leftOut} pictures were left out: they lie on no web address.`);
  else say("");
  leftOut = 0;
  return false;
}

// --- the toolbar -------------------------------------------------------------------------------

const questions = { link: askLink, figure: askFigure, table: askTable };

function act(name) {
  if (name === "source") return view ? openSource() : backToRich();
  if (questions[name]) return questions[name]();
  run(deeds.commands[name]);
}

function backToRich() {
  if (openRich()) {
    say("");
    view.focus();
  } else say(`${UNSHOWN} Save it: what may not stand in a body is taken out then, and you are told.`);
}

function run(command) {
  command(view.state, view.dispatch.bind(view), view);
  view.focus();
}

function isOn(name) {
  return name === "source" ? !view : view !== null && deeds.isOn(view.state, name);
}

function isUsable(name) {
  if (!view || name === "source") return name === "source";
  return isOn(name) || (deeds.commands[name]?.(view.state) ?? true);
}

function updateToolbar() {
  document.getElementById("body-table").hidden = !view || !deeds.around(view.state, "table");
  toolbar.update(isOn, isUsable);
}

async function askLink() {
  const old = deeds.linkAround(view.state)?.mark.attrs;
  const dialog = document.getElementById("body-link");
  const answer = await ask(dialog, { href: old?.href, title: old?.title }, ({ href }) =>
    /^(https?:\/\/\S|mailto:\S+@|\/(?!\/))/i.test(href)
      ? ""
      : "Give an address that begins with https://, http://, mailto: or /.",
  );
  if (answer?.choice === "remove") run(deeds.unlink);
  else if (answer) run(deeds.link(answer.values.href.replaceAll(" ", "%20"), answer.values.title));
  else view.focus();
}

async function askFigure() {
  const old = deeds.picture(view.state)?.node.attrs;
  const dialog = document.getElementById("body-figure");
  dialog.querySelector("[name=caption]").closest("p").hidden = Boolean(old);
  const answer = await ask(dialog, { src: old?.src, alt: old?.alt }, ({ src, alt }) => {
    if (!/^(https?:\/\/\S|\/(?!\/))/i.test(src)) return "Give an address that begins with https:// or /.";
    return alt ? "" : "Say what the picture shows, for those who do not see it.";
  });
  if (!answer) return view.focus();
  const { src, alt, caption } = answer.values;
  run(deeds.figure(src.replaceAll(" ", "%20"), alt, caption));
}

async function askTable() {
  const values = { rows: 3, columns: 2, head: true };
  const answer = await ask(document.getElementById("body-newtable"), values, ({ rows, columns }) =>
    [rows, columns].every((number) => number >= 1 && number <= 50)
      ? ""
      : "A table has 1 to 50 rows and 1 to 50 columns.",
  );
  if (!answer) return view.focus();
  const { rows, columns, head } = answer.values;
  run(deeds.table(Number(rows), Number(columns), head));
}

// --- the form ----------------------------------------------------------------------------------

form.addEventListener("formdata", ({ formData }) => formData.set(textarea.name, value()));

form.addEventListener("submit", (event) => {
  bringUpToDate();
  const size = sizeOf(textarea.value);
  if (size <= LARGEST) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(
    `Not saved: the body has ${size.toLocaleString("en")} bytes, more than ` +
      `${LARGEST.toLocaleString("en")}. Divide it into several articles.`,
  );
  said.scrollIntoView({ block: "center" });
});

document.querySelector("label[for=id_html]").addEventListener("click", () => view?.focus());

textarea.before(place);
place.append(textarea);
place.after(said);
place.hidden = false;
const toolbar = new Toolbar(document.getElementById("body-toolbar"), act);
if (openRich()) {
  if (textarea.autofocus) view.focus();
} else {
  show();
  say(sizeOf(textarea.value) > LARGEST ? "This body is too large for the editor, so it is shown as HTML." : UNSHOWN);
}
