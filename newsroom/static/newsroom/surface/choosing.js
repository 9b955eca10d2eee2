// Which words are chosen: with a mouse or a finger, by keys, or word by word at either end.

import { edgeMoved, moved, movedByCharacter, spanOf, unitFrom, unitUpTo } from "./caret.js";
import { indexOf, toWholeWords } from "./offsets.js";
import { marksOf } from "./panel.js";
import { select, selectedIn } from "./selection.js";
import { hear, NOTHING, now, say, textBox, words } from "./state.js";

function hearSelection(chosen) {
  const selected = words(chosen);
  const count = selected.split(/\s+/).length;
  const ends = count > 12 ? `${selected.split(/\s+/).slice(0, 5).join(" ")} … ${selected.split(/\s+/).slice(-5).join(" ")}` : selected;
  hear(count > 1 ? `${count} words: ${ends}` : selected);
}

export function choose(chosen) {
  now.chosen = chosen;
  now.problem = "";
  select(textBox, chosen.start, chosen.end);
  hearSelection(chosen);
}

export function readSelection() {
  const found = selectedIn(textBox, now.text);
  if (found === null) {
    now.problem = "";
    if (textBox.contains(document.getSelection().anchorNode)) now.chosen = null;
    return;
  }
  now.problem = found.problem ?? "";
  now.chosen = found.problem ? null : whole(found);
  const span = now.caret && now.chosen && spanOf(now.caret);
  if (span && (span.start !== found.start || span.end !== found.end)) now.caret = null;
}

/** A mouse cuts words by accident; what was chosen by character, with keys, stays as it is. */
function whole({ start, end }) {
  if (now.chosen?.start === start && now.chosen.end === end) return { start, end };
  const [first, last] = toWholeWords(now.text, start, end);
  return { start: first, end: last };
}

/** Where the caret starts: at what is selected, else at the current claim, else at the beginning. */
function caret() {
  if (now.caret) return now.caret;
  const at = now.chosen ?? spanOfClaim(now.current);
  const first = at ? [at.start, at.end] : unitFrom(now.text, "word", 0);
  return first && { base: first, head: first };
}

function setCaret(state) {
  if (state === null) {
    hear("There is no more text.");
    return;
  }
  now.caret = state;
  choose(spanOf(state));
}

/** What keys in the text do. */
export const caretDeeds = {
  move(granularity, direction, extend) {
    const state = caret();
    if (!state) return;
    const isFirst = now.caret === null && !now.chosen && now.current === null;
    if (isFirst && !extend) {
      const unit = unitFrom(now.text, granularity, 0);
      setCaret({ base: unit, head: unit });
    } else setCaret(moved(now.text, state, granularity, direction, extend));
  },
  byCharacter(direction) {
    const state = caret();
    if (state) setCaret(movedByCharacter(now.text, state, direction));
  },
  toEdge(direction, extend) {
    const unit = direction < 0 ? unitFrom(now.text, "word", 0) : unitUpTo(now.text, "word", now.text.length);
    setCaret({ base: extend ? caret().base : unit, head: unit });
  },
};

/** Where the words of a claim stand, read from its marks; null if they stand nowhere. */
function spanOfClaim(claim) {
  const marks = claim === null ? [] : [...marksOf(claim)];
  if (marks.length === 0) return null;
  const last = marks.at(-1);
  return { start: indexOf(textBox, marks[0], 0), end: indexOf(textBox, last, last.childNodes.length) };
}

export function moveEdge(edge, direction) {
  if (!now.chosen && now.current === null) return say(NOTHING, { refused: true });
  if (!now.chosen) now.waiting = now.current;
  const from = now.chosen ?? spanOfClaim(now.current);
  const to = from && edgeMoved(now.text, from, edge, direction);
  if (!to) return hear("No further.");
  now.caret = null;
  choose(to);
  if (now.waiting) say(`Press u to use these words for claim ${now.waiting}, Escape to leave it as it is.`);
}
