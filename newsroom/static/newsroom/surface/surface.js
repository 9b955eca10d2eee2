// The tagging surface: wires the text, the form beside it, the panel and the desk together.

import { caretDeeds, choose, moveEdge, readSelection } from "./choosing.js";
import { draw, remember } from "./drawing.js";
import * as form from "./form.js";
import { onPageKey, onTextKey } from "./keys.js";
import { indexAt, pointsAt } from "./offsets.js";
import * as panel from "./panel.js";
import { keepShowing, select } from "./selection.js";
import { byId, hear, NOTHING, now, say, textBox } from "./state.js";
import { talk } from "./talk.js";

const surface = byId("surface");
const bar = byId("surface-bar");
const KEPT = "What you typed is kept: it stands in the form when you open it again. Escape throws it away.";
const PARTS = ["surface-text", "surface-rows", "surface-tray", "surface-standing"];

function onSelectionChange() {
  if (form.hasFocus()) return;
  readSelection();
  showBar();
}

/** On a touch screen a form that opens by itself would cover the handles of the selection. */
function showBar() {
  bar.hidden = !(now.touched && now.chosen && !form.isOpen());
  offerPlace(bar);
}

/** Offer, where a claim is current or waits, to use the selection for it. */
function offerPlace(root) {
  const claim = now.waiting ?? now.current;
  const button = root.querySelector("[data-bar=place]");
  if (!button) return;
  button.hidden = claim === null;
  button.textContent = `Use for claim ${claim}`;
}

// --- the form ------------------------------------------------------------------------------------

/** Ask the desk for the form that belongs to the selection, and show it beside the words. */
async function openForm({ focus = false, claim = now.waiting } = {}) {
  if (now.problem) return say(now.problem, { refused: true });
  const { chosen } = now;
  if (!chosen) return say(NOTHING, { refused: true });
  const asked = (now.asked += 1);
  const answer = await talk(surface.dataset.selection, selectionData(chosen, claim));
  if (asked !== now.asked) return;
  if (answer.status !== 200) return refuse(answer);
  form.fill(answer.form);
  form.putBeside(textBox, chosen);
  keepShowing(textBox, chosen);
  offerPlace(byId("surface-form"));
  bar.hidden = true;
  form.seeForm(textBox, chosen);
  if (focus) form.focusForm();
}

function selectionData({ start, end }, claim) {
  const data = new FormData();
  data.set("revision", textBox.dataset.revision);
  data.set("start", pointsAt(now.text, start));
  data.set("end", pointsAt(now.text, end));
  data.set("words", now.text.slice(start, end));
  if (claim) data.set("claim", claim);
  return data;
}

function closeForm() {
  const hadFocus = form.hasFocus();
  form.close();
  if (form.isTouched()) say(KEPT);
  keepShowing(textBox, null);
  now.asked += 1;
  if (hadFocus) textBox.focus({ preventScroll: true });
  if (now.chosen) select(textBox, now.chosen.start, now.chosen.end);
}

function giveUp() {
  if (form.isOpen()) return closeForm();
  if (form.forget()) say("What you typed was thrown away.");
  if (now.waiting) say(`Claim ${now.waiting} stays where it is.`);
  now.waiting = now.caret = now.chosen = null;
  document.getSelection().removeAllRanges();
  bar.hidden = true;
}

/** Wait for other words for `claim`: the next selection is for it. */
function waitFor(claim) {
  now.waiting = claim;
  now.chosen = now.caret = null;
  setCurrent(claim);
  textBox.focus({ preventScroll: panel.marksOf(claim).length === 0 });
  say(`Select the words for claim ${claim}, then press Enter. Escape leaves it as it is.`);
}

/** Offer a place that the desk has named, in code points, to `claim`. */
function offerWords(claim, start, end) {
  now.waiting = claim;
  now.caret = null;
  choose({ start: indexAt(now.text, start), end: indexAt(now.text, end) });
  openForm({ focus: true, claim });
}

// --- deeds ---------------------------------------------------------------------------------------

async function send(sent) {
  if (now.busy) return;
  now.busy = true;
  sent.setAttribute("aria-busy", "true");
  const answer = await talk(sent.action, new FormData(sent));
  now.busy = false;
  sent.removeAttribute("aria-busy");
  if (answer.status === 200) done(answer, sent);
  else refuse(answer, sent);
}

function done(answer, sent) {
  const hadFocus = sent.contains(document.activeElement) || form.hasFocus();
  if (byId("surface-form").contains(sent)) form.finish(sent);
  keepShowing(textBox, null);
  Object.assign(now, { waiting: null, chosen: null, caret: null });
  document.getSelection().removeAllRanges();
  replaceParts(answer);
  byId("surface-undo").innerHTML = answer.undo;
  say(answer.said);
  setCurrent(String(answer.claim));
  bar.hidden = true;
  if (hadFocus) focusAfter(sent.dataset.deed, answer.claim);
}

/** After a deed on words the focus is in the text, after one in the panel on its row. */
function focusAfter(deed, claim) {
  if (deed === "tag" || deed === "place") {
    now.caret = null;
    textBox.focus({ preventScroll: true });
  } else if (panel.rowOf(claim)?.hidden === false) panel.toRow(claim);
  else byId("surface-panel-heading").focus();
}

/** Say why, beside the field where there is one, and keep all that was typed. */
async function refuse(answer, sent) {
  const inForm = sent && byId("surface-form").contains(sent);
  const row = sent?.closest(".row");
  const note = sent?.elements.note?.value ?? "";
  say(answer.said, { refused: true, login: answer.login });
  if (answer.parts) replaceParts(answer);
  if (form.isOpen()) keepShowing(textBox, now.chosen);
  if (answer.form && inForm) {
    form.fill(answer.form);
    if (now.chosen) form.focusForm();
    else waitForWords();
  } else if (answer.form && row) panel.openRow(row, answer.form);
  else if (row && answer.parts) await reopen(row.id, note);
  const wrong = row && document.querySelector("#surface .row-details [aria-invalid=true]");
  wrong?.focus();
}

/** The text has changed under the form: it steps aside until words are selected anew. */
function waitForWords() {
  form.stepAside();
  keepShowing(textBox, null);
  textBox.focus({ preventScroll: true });
}

/** Open a row anew after the panel has changed under it, with the note that was typed. */
async function reopen(id, note) {
  const row = byId(id);
  if (!row) return;
  await openRow(row);
  const field = row.querySelector("[name=note]");
  if (field) field.value = note;
  (field ?? row.querySelector(".row-more")).focus();
}

function replaceParts({ parts, revision }) {
  if (textBox.dataset.revision !== String(revision)) now.chosen = now.caret = null;
  textBox.dataset.revision = revision;
  for (const [id, html] of Object.entries(parts)) draw(byId(id), html);
  now.text = textBox.textContent;
  refresh();
}

function refresh() {
  panel.numberReferences();
  panel.filterRows();
  if (now.current !== null) panel.highlight(now.current);
}

// --- claims --------------------------------------------------------------------------------------

function setCurrent(claim) {
  now.current = claim;
  panel.highlight(claim);
  if (claim !== null) panel.showBeside(claim);
}

function step(direction) {
  const claims = panel.claimsInOrder();
  if (claims.length === 0) return say("No claim to go to: see the filter.");
  const at = claims.indexOf(now.current);
  const next = at < 0 ? (direction > 0 ? 0 : claims.length - 1) : at + direction;
  if (!(next in claims)) return hear(direction > 0 ? "This is the last claim." : "This is the first claim.");
  now.chosen = now.caret = null;
  setCurrent(claims[next]);
  panel.toWords(now.current);
  hear(panel.described(now.current));
}

async function openRow(row) {
  const { claim } = row.dataset;
  const answer = await talk(surface.dataset.claim.replace(/0\/$/, `${claim}/`));
  if (answer.status !== 200) return say(answer.said, { refused: true, login: answer.login });
  now.current = claim;
  panel.highlight(claim);
  panel.openRow(row, answer.form);
}

function toggleRow(row) {
  if (row.querySelector(".row-details")) panel.closeRows();
  else openRow(row);
}

/** From the words to the row, opened; from anywhere else to the words. */
async function otherSide() {
  if (now.current === null) return say("No claim is current: n leads to the first.");
  const inPanel = document.activeElement.closest(".row");
  if (inPanel && panel.toWords(now.current)) return;
  panel.toRow(now.current);
  if (!panel.rowOf(now.current).querySelector(".row-details")) await openRow(panel.rowOf(now.current));
}

async function dismiss() {
  if (now.current === null) return say("No claim is current: n leads to the first.");
  panel.toRow(now.current);
  const row = panel.rowOf(now.current);
  if (!row.querySelector(".row-details")) await openRow(row);
  const note = row.querySelector("[data-deed=dismiss] [name=note]");
  if (note) note.focus();
  else say(row.querySelector(".row-details .quiet")?.textContent ?? "This claim cannot be dismissed now.", { refused: true });
}

// --- keys, pointers, forms -----------------------------------------------------------------------

function toggleKeys() {
  const list = byId("surface-keys");
  list.hidden = !list.hidden;
  byId("surface-show-keys").setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) byId("surface-show-keys").focus();
  else list.focus();
}

const LETTERS = {
  n: () => step(1),
  p: () => step(-1),
  t: () => openForm({ focus: true, claim: null }),
  u: () => openForm({ focus: true, claim: now.waiting ?? now.current }),
  "[": () => moveEdge("start", -1),
  "{": () => moveEdge("start", 1),
  "]": () => moveEdge("end", 1),
  "}": () => moveEdge("end", -1),
  o: otherSide,
  d: dismiss,
  z: () => byId("surface-undo").querySelector("button")?.click() ?? say("There is nothing to undo."),
  g: () => byId("surface-tray-heading").focus(),
  "/": () => byId("filter-words").focus(),
  "?": toggleKeys,
};
const LETTERS_OFF = "surface-letters-off";

function onClick(event) {
  const on = (selector) => event.target.closest(selector);
  const found = {
    more: on(".row-more"), words: on("a.row-words"), reference: on("a.claim-ref"), choice: on("[data-choose]"),
    place: on("[data-place]"), close: on("[data-close]"), bar: on("[data-bar]"), mark: on("#surface-text mark"),
  };
  if (found.more) toggleRow(found.more.closest(".row"));
  else if (found.words) follow(event, found.words.closest(".row").dataset.claim, panel.toWords);
  else if (found.reference) follow(event, found.reference.hash.slice("#row-".length), panel.toRow);
  else if (found.choice) waitFor(found.choice.dataset.choose);
  else if (found.place) offerWords(found.place.dataset.place, Number(found.place.dataset.start), Number(found.place.dataset.end));
  else if (found.close) closeForm();
  else if (found.bar) openForm({ focus: true, claim: found.bar.dataset.bar === "place" ? (now.waiting ?? now.current) : null });
  else if (found.mark && document.getSelection().isCollapsed) pickAt(found.mark);
}

function follow(event, claim, lead) {
  event.preventDefault();
  setCurrent(claim);
  lead(claim);
}

/** Make the innermost claim under a mark the current one; once more, the next one out. */
function pickAt(mark) {
  const claims = panel.claimsAt(mark);
  const at = claims.indexOf(now.current);
  setCurrent(at > 0 ? claims[at - 1] : claims.at(-1));
  hear(panel.described(now.current));
}

function onPointerUp(event) {
  now.touched = event.pointerType === "touch";
  if (event.pointerType === "touch" || event.target.closest("#surface-form, #surface-bar, button, a")) return;
  // A click that ends a selection changes it only after this event.
  setTimeout(() => {
    const before = now.chosen;
    readSelection();
    if (now.problem) say(now.problem, { refused: true });
    else if (now.chosen && (!form.isOpen() || before !== now.chosen)) openForm();
    else if (!now.chosen && textBox.contains(event.target) && form.isOpen() && !form.isTouched()) closeForm();
  });
}

function start() {
  document.addEventListener("selectionchange", onSelectionChange);
  document.addEventListener("pointerdown", (event) => (now.touched = event.pointerType === "touch"));
  document.addEventListener("pointerup", onPointerUp);
  surface.closest("main").addEventListener("click", onClick);
  textBox.addEventListener("keydown", (event) => onTextKey(event, { ...caretDeeds, open: () => openForm({ focus: true }) }));
  textBox.addEventListener("blur", () => textBox.setAttribute("role", "group"));
  const letters = byId("surface-letters");
  letters.checked = localStorage.getItem(LETTERS_OFF) === null;
  letters.addEventListener("change", () => (letters.checked ? localStorage.removeItem(LETTERS_OFF) : localStorage.setItem(LETTERS_OFF, "1")));
  document.addEventListener("keydown", (event) => onPageKey(event, letters.checked ? LETTERS : {}, giveUp));
  byId("surface-filter").addEventListener("input", panel.filterRows);
  byId("surface-show-keys").addEventListener("click", toggleKeys);
  byId("surface-by-keys").addEventListener("click", () => {
    // As an application, so that a screen reader leaves the arrow keys to the text.
    textBox.setAttribute("role", "application");
    textBox.focus();
    if (!now.caret) caretDeeds.move("word", 1, false);
  });
  surface.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.dataset.deed) send(event.target);
  });
  for (const id of PARTS) remember(byId(id));
  refresh();
  document.documentElement.dataset.surface = "ready";
  performance.mark("surface-ready");
}

start();
