// The claims beside the text: filtered, and led to and from their words.

const byId = (id) => document.getElementById(id);
const rowsBox = byId("surface-rows");
const textBox = byId("surface-text");

export const rowOf = (claim) => byId(`row-${claim}`);
export const marksOf = (claim) => textBox.querySelectorAll(`mark[data-claims~="${claim}"]`);
const referenceOf = (claim) => textBox.querySelector(`a.claim-ref[href="#row-${claim}"]`);

function wanted(row, filter) {
  const { status, kind, mine, undecided, words } = filter.elements;
  const typed = words.value.toLowerCase().split(/\s+/).join(" ").trim();
  return (
    (status.value ? row.dataset.status === status.value : row.dataset.status !== "dismissed") &&
    (!kind.value || row.dataset.kind === kind.value) &&
    (!mine.checked || "mine" in row.dataset) &&
    (!undecided.checked || "undecided" in row.dataset) &&
    row.dataset.words.includes(typed)
  );
}

/** Show the rows that the filter asks for, and say how many they are. */
export function filterRows() {
  const filter = byId("surface-filter");
  const rows = [...rowsBox.querySelectorAll(".row")];
  for (const row of rows) row.hidden = !wanted(row, filter);
  const shown = rows.filter((row) => !row.hidden).length;
  byId("surface-count").textContent = `${shown} of ${rows.length} ${rows.length === 1 ? "claim" : "claims"}`;
}

/** The claims shown in the panel whose words stand in the text, in its order. */
export function claimsInOrder() {
  return [...rowsBox.querySelectorAll(".row:not([hidden]) a.row-words")].map((link) => link.closest(".row").dataset.claim);
}

/** Number the references in the text: what they say to the eye is made of it. */
export function numberReferences() {
  for (const reference of textBox.querySelectorAll("a.claim-ref:not([data-number])")) {
    reference.dataset.number = reference.hash.slice("#row-".length);
    reference.tabIndex = -1; // Hundreds of stops on the way through the page: n and p lead there.
  }
}

/** Highlight one claim in text and panel; null for none. */
export function highlight(claim) {
  for (const old of document.querySelectorAll("#surface .is-current")) old.classList.remove("is-current");
  if (claim === null) return;
  for (const mark of marksOf(claim)) mark.classList.add("is-current");
  for (const row of document.querySelectorAll(`.row[data-claim="${claim}"]`)) row.classList.add("is-current");
}

/** Lead to the words of `claim`: scroll there and give its reference the focus. */
export function toWords(claim) {
  const [first] = marksOf(claim);
  if (first === undefined) return false;
  first.scrollIntoView({ block: "center", behavior: "instant" });
  referenceOf(claim)?.focus({ preventScroll: true });
  return true;
}

/** Lead to the row of `claim`, or to where it stands in the tray. */
export function toRow(claim) {
  const row = rowOf(claim);
  if (row === null) return;
  row.hidden = false;
  row.scrollIntoView({ block: "center", behavior: "instant" });
  row.querySelector(".row-words, .row-more").focus({ preventScroll: true });
}

/** Scroll the panel, and not the page, so that the row of `claim` is seen beside its words. */
export function showBeside(claim) {
  const row = rowOf(claim);
  const side = row?.closest(".surface-side");
  if (!side || side.scrollHeight <= side.clientHeight) return;
  const [a, b] = [row.getBoundingClientRect(), side.getBoundingClientRect()];
  if (a.top < b.top || a.bottom > b.bottom) side.scrollTop += a.top - b.top - b.height / 3;
}

/** The claims under a mark, the innermost last. */
export function claimsAt(mark) {
  return mark.dataset.claims.split(" ");
}

/** What a screen reader is told of a claim that was led to. */
export function described(claim) {
  const row = rowOf(claim);
  const status = row?.querySelector(".badge").textContent ?? "";
  return `Claim ${claim}, ${status}: ${row?.querySelector(".row-words").textContent ?? ""}`;
}

/** Close whatever row is open, except `keep`. */
export function closeRows(keep = null) {
  for (const details of document.querySelectorAll("#surface .row-details")) {
    const row = details.closest(".row");
    if (row === keep) continue;
    details.remove();
    row.querySelector(".row-more").setAttribute("aria-expanded", "false");
  }
}

/** Put what the desk says of a claim into its row. */
export function openRow(row, html) {
  closeRows();
  row.insertAdjacentHTML("beforeend", html);
  row.querySelector(".row-more").setAttribute("aria-expanded", "true");
}
