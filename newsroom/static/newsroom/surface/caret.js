// A selection moved with keys, for a text that cannot be edited and so has no caret of its own.
// Pure: texts and [start, end) in UTF-16 units in, the same out.
//
// A state is {base, head}: the unit where the selection began, and the one it was moved to.

import { paragraphAt, widened } from "./offsets.js";

const SEGMENTERS = {};
const COUNTS = /[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u; // What can be a claim's word.

function segmenter(granularity) {
  SEGMENTERS[granularity] ??= new Intl.Segmenter(undefined, { granularity });
  return SEGMENTERS[granularity];
}

/** The units of one paragraph, without white space at their ends: [[start, end), …]. */
function unitsIn(text, [first, last], granularity) {
  const words = text.slice(first, last);
  const parts = granularity === "paragraph" ? [{ index: 0, segment: words }] : [...segmenter(granularity).segment(words)];
  return parts
    .filter(({ segment }) => COUNTS.test(segment))
    .map(({ index, segment }) => {
      const start = first + index + segment.length - segment.trimStart().length;
      return [start, start + segment.trim().length];
    });
}

/** The first unit, from the paragraph at `index` on, for which fits(unit); or null. */
function firstUnit(text, granularity, index, fits) {
  for (let [first, last] = paragraphAt(text, index); ; [first, last] = paragraphAt(text, last + 1)) {
    const found = unitsIn(text, [first, last], granularity).find(fits);
    if (found) return found;
    if (last >= text.length) return null;
  }
}

/** The last unit, from the paragraph at `index` back, for which fits(unit); or null. */
function lastUnit(text, granularity, index, fits) {
  for (let [first, last] = paragraphAt(text, index); ; [first, last] = paragraphAt(text, first - 1)) {
    const found = unitsIn(text, [first, last], granularity).findLast(fits);
    if (found) return found;
    if (first === 0) return null;
  }
}

/** The first unit that begins at `index` or later, or null. */
export const unitFrom = (text, granularity, index) => firstUnit(text, granularity, index, ([start]) => start >= index);

/** The last unit that ends at `index` or earlier, or null. */
export const unitUpTo = (text, granularity, index) => lastUnit(text, granularity, index, ([, end]) => end <= index);

/** What {base, head} select together. */
export function spanOf({ base, head }) {
  return { start: Math.min(base[0], head[0]), end: Math.max(base[1], head[1]) };
}

/**
 * Move by one unit and return the new state, or null at the end of the text.
 *
 * granularity  word, sentence or paragraph
 * direction    1 for onward, -1 for back
 * extend       keep what is selected, from where it began
 */
export function moved(text, state, granularity, direction, extend) {
  const head = extend ? extended(text, state.head, granularity, direction) : next(text, state.head, granularity, direction);
  if (head === null) return null;
  return extend ? { base: state.base, head } : { base: head, head };
}

/** The unit after or before; from a sentence to its own first or last word. */
function next(text, [start, end], granularity, direction) {
  const isLarger = unitFrom(text, granularity, start)?.[1] < end;
  if (direction > 0) return unitFrom(text, granularity, isLarger ? start : end);
  return unitUpTo(text, granularity, isLarger ? end : start);
}

/** To the end or the beginning of the unit that is begun; if that is reached, of the next one. */
function extended(text, [start, end], granularity, direction) {
  if (direction > 0) {
    const unit = firstUnit(text, granularity, end, ([, last]) => last > end);
    return unit && [Math.max(unit[0], start), unit[1]];
  }
  const unit = lastUnit(text, granularity, start, ([first]) => first < start);
  return unit && [unit[0], Math.min(unit[1], end)];
}

/** Move the far end of the selection by one character, as people count them. */
export function movedByCharacter(text, state, direction) {
  const { start, end } = spanOf(state);
  const backwards = state.head[0] < state.base[0];
  const at = backwards ? start : end;
  const to = at + direction;
  if (to < 0 || to > text.length) return null;
  const edge = widened(text, Math.min(at, to), Math.max(at, to))[direction > 0 ? 1 : 0];
  const fixed = backwards ? end : start;
  return edge === fixed ? null : { base: [fixed, fixed], head: [edge, edge] };
}

/**
 * Move one edge of [start, end) by a word; null where nothing would be left or the text ends.
 *
 * edge       "start" or "end"
 * direction  1 for onward, -1 for back
 */
export function edgeMoved(text, { start, end }, edge, direction) {
  let found;
  if (edge === "start") {
    found = direction < 0 ? unitUpTo(text, "word", start) : unitFrom(text, "word", start + 1);
    return found && found[0] < end ? { start: found[0], end } : null;
  }
  found = direction > 0 ? unitFrom(text, "word", end) : unitUpTo(text, "word", end - 1);
  return found && found[1] > start ? { start, end: found[1] } : null;
}
