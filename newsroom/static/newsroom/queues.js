// The keys of the queues and of a claim opened from one. The list on the page and
// docs/desk-keys.md say the same. Without this script everything is done with links and buttons.

import { onPageKey } from "./surface/keys.js";

// The same switch as on the tagging page: who wants no letters wants none anywhere.
const LETTERS_OFF = "surface-letters-off";
const UNSAVED = "What you typed here is not saved. Send it or empty it first, or leave with the link.";
const byId = (id) => document.getElementById(id);
const links = [...document.querySelectorAll("a.queue-claim")];
const boxes = [...document.querySelectorAll("input[name=claim]")];

/** Has something been typed into a form of the claim and not been sent? */
function isUnsaved() {
  const typed = "form:is(.claim-form, .step) :is(input:not([type=hidden]), textarea)";
  return [...document.querySelectorAll(typed)].some((field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue,
  );
}

const lead = (key) => () => {
  const link = document.querySelector(`a[data-key="${key}"]`);
  const said = byId("trail-said");
  if (said && isUnsaved()) said.textContent = UNSAVED;
  else if (link) link.click();
  else if (said) said.textContent = key === "n" ? "This is the last claim of the queue." : "This is the first claim of the queue.";
};

/** Go to the claim that many rows on; from elsewhere on the page to the first or the last. */
const step = (by) => () => {
  const at = links.indexOf(document.activeElement?.closest("tr")?.querySelector("a.queue-claim"));
  const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
  links[to]?.focus();
};

function toggleChoice() {
  document.activeElement?.closest("tr")?.querySelector("input[name=claim]")?.click();
}

function toFilters() {
  const filters = document.querySelector(".queue-filters");
  if (!filters) return;
  filters.open = true;
  byId("filter-article").focus();
}

function toggleKeys() {
  const list = byId("queue-keys");
  list.open = !list.open;
  list.querySelector("summary").focus();
}

const ON_A_CLAIM = { n: lead("n"), p: lead("p"), l: lead("l") };
const ON_A_LIST = { n: step(1), p: step(-1), x: toggleChoice, "/": toFilters, "[": lead("["), "]": lead("]") };

function showCount() {
  const chosen = boxes.filter((box) => box.checked).length;
  const badge = byId("bulk-count");
  badge.textContent = chosen === 1 ? "1 chosen" : `${chosen} chosen`;
  badge.hidden = chosen === 0;
  const all = byId("choose-all");
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}

function chooseAll(event) {
  for (const box of boxes) box.checked = event.target.checked;
  showCount();
}

function start() {
  const letters = byId("queue-letters");
  letters.checked = localStorage.getItem(LETTERS_OFF) === null;
  letters.addEventListener("change", () => (letters.checked ? localStorage.removeItem(LETTERS_OFF) : localStorage.setItem(LETTERS_OFF, "1")));
  const keys = { ...(byId("trail") ? ON_A_CLAIM : ON_A_LIST), "?": toggleKeys };
  document.addEventListener("keydown", (event) => onPageKey(event, letters.checked ? keys : {}, () => {}));
  if (boxes.length) {
    byId("choose-all-of-them").hidden = false;
    byId("choose-all").addEventListener("change", chooseAll);
    for (const box of boxes) box.addEventListener("change", showCount);
    showCount();
  }
  // Once the browser has gone to the fragment of the address, which takes the focus away.
  addEventListener("load", () => {
    byId(location.hash.slice(1))?.querySelector("a.queue-claim")?.focus();
    document.documentElement.dataset.queues = "ready";
  });
}

start();
