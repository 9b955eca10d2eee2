// What of the article's text is selected, however it was selected.

import { indexOf, rangeOf, widened } from "./offsets.js";

const BEYOND = "The selection reaches beyond the article's text. Select words of the text only.";

/** Do any words stand in `range`, which is outside of the article's text? */
function holdsWords(range) {
  return range.toString().trim() !== "";
}

/**
 * What is selected in `root`: null for nothing, {problem} with a sentence, or {start, end} in
 * UTF-16 units of `text`, its textContent. A selection made backwards is the same as forwards.
 */
export function selectedIn(root, text) {
  const selection = document.getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(root)) return null;
  const whole = document.createRange();
  whole.selectNodeContents(root);
  const inside = range.cloneRange();
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) {
    const before = range.cloneRange();
    before.setEnd(whole.startContainer, whole.startOffset);
    if (holdsWords(before)) return { problem: BEYOND };
    inside.setStart(whole.startContainer, whole.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) {
    const after = range.cloneRange();
    after.setStart(whole.endContainer, whole.endOffset);
    // Three clicks on the last paragraph end at the beginning of what follows.
    if (holdsWords(after)) return { problem: BEYOND };
    inside.setEnd(whole.endContainer, whole.endOffset);
  }
  const found = [
    indexOf(root, inside.startContainer, inside.startOffset),
    indexOf(root, inside.endContainer, inside.endOffset),
  ];
  if (found[0] === found[1]) return null;
  const [start, end] = widened(text, ...found);
  return { start, end };
}

/** Select [start, end) of `root` as a mouse would, and bring it into view. */
export function select(root, start, end) {
  const range = rangeOf(root, start, end);
  document.getSelection().setBaseAndExtent(
    range.startContainer, range.startOffset, range.endContainer, range.endOffset,
  );
  bringIntoView(range);
  return range;
}

/** Scroll as little as is needed to see `range`; elements do that alone, ranges do not. */
export function bringIntoView(range) {
  const box = range.getBoundingClientRect();
  if (box.top < 80) window.scrollBy(0, box.top - 120);
  else if (box.bottom > innerHeight - 40) window.scrollBy(0, Math.min(box.bottom - innerHeight + 120, box.top - 120));
}

/** Keep showing [start, end) as selected while the focus is in a form; null ends that. */
export function keepShowing(root, chosen) {
  if (!globalThis.CSS?.highlights) return;
  if (chosen) CSS.highlights.set("chosen", new Highlight(rangeOf(root, chosen.start, chosen.end)));
  else CSS.highlights.delete("chosen");
}
