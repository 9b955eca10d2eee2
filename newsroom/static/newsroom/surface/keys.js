// Which key does what. The list on the page and docs/desk-keys.md say the same.

const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** Keys of the text: key -> [granularity, direction]. */
const MOVES = {
  ArrowLeft: ["word", -1],
  ArrowRight: ["word", 1],
  ArrowUp: ["sentence", -1],
  ArrowDown: ["sentence", 1],
};

const isWithCtrl = (event) => event.ctrlKey || event.metaKey;

/** Call what of `deeds` a key in the text stands for. */
export function onTextKey(event, deeds) {
  const { key, shiftKey } = event;
  const side = key === "ArrowLeft" || key === "ArrowRight";
  if (event.target.closest("a") && key === "Enter") return; // A reference leads to its row.
  if (key in MOVES && side && isWithCtrl(event) && shiftKey) deeds.byCharacter(MOVES[key][1]);
  else if (key in MOVES && side && isWithCtrl(event)) return;
  else if (key in MOVES && isWithCtrl(event)) deeds.move("paragraph", MOVES[key][1], shiftKey);
  else if (key in MOVES && !event.altKey) deeds.move(...MOVES[key], shiftKey);
  else if ((key === "Home" || key === "End") && !isWithCtrl(event)) deeds.toEdge(key === "Home" ? -1 : 1, shiftKey);
  else if (key === "Enter") deeds.open();
  else return;
  event.preventDefault();
}

const isTyping = (target) => target instanceof Element && target.closest(FIELDS) !== null;

/** Call what of `letters` a single key anywhere on the page stands for; never while typing. */
export function onPageKey(event, letters, escape) {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Escape") {
    escape();
    return;
  }
  if (isTyping(event.target) || isWithCtrl(event) || event.altKey) return;
  const deed = Object.hasOwn(letters, event.key) && letters[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}
