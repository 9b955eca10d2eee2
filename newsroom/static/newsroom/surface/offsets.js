// Places in the article's text. The DOM counts UTF-16 units, the server Unicode code points; here
// an index is always in UTF-16 units of root.textContent, and a point in code points.

const PAIRS = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
const LOW = /[\uDC00-\uDFFF]/;
const segmenter = (granularity) => globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity });
const graphemes = segmenter("grapheme");
const words = segmenter("word");

/** The code points before `index` of `text`. */
export function pointsAt(text, index) {
  return index - (text.slice(0, index).match(PAIRS) ?? []).length;
}

/** The index of the code point number `points` of `text`. */
export function indexAt(text, points) {
  let index = 0;
  for (let left = points; left > 0 && index < text.length; left -= 1) {
    index += text.codePointAt(index) > 0xffff ? 2 : 1;
  }
  return index;
}

/** The paragraph, a line of `text`, that holds `index`: [start, end). */
export function paragraphAt(text, index) {
  const end = text.indexOf("\n", index);
  return [text.lastIndexOf("\n", index - 1) + 1, end < 0 ? text.length : end];
}

/** The whole character, [start, end), that `index` cuts; [index, index] if it cuts none. */
function cutAt(text, index) {
  if (graphemes === undefined) {
    const cuts = LOW.test(text.charAt(index)) && index > 0;
    return cuts ? [index - 1, index + 1] : [index, index];
  }
  return around(text, index, graphemes, () => true);
}

/** The segment that `index` cuts, if it is one that fits(segment); else [index, index]. */
function around(text, index, segments, fits) {
  const [first, last] = paragraphAt(text, index);
  const found = segments.segment(text.slice(first, last)).containing(index - first);
  if (!found || found.index === index - first || !fits(found)) return [index, index];
  return [first + found.index, first + found.index + found.segment.length];
}

/** [start, end) widened so that neither end cuts an emoji or a letter with its accents. */
export function widened(text, start, end) {
  return [cutAt(text, start)[0], cutAt(text, end)[1]];
}

/** [start, end) widened to the whole of a word, or a number, that either end cuts (UAX #29). */
export function toWholeWords(text, start, end) {
  if (words === undefined) return [start, end];
  const wordAt = (index) => around(text, index, words, ({ isWordLike }) => isWordLike);
  return [wordAt(start)[0], wordAt(end)[1]];
}

/** The index at a boundary point of a Range, counted from the beginning of `root`. */
export function indexOf(root, node, offset) {
  const before = document.createRange();
  before.setStart(root, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** The Range of [start, end) within `root`. It begins and ends inside of text nodes. */
export function rangeOf(root, start, end) {
  const range = document.createRange();
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let from = 0;
  let begun = false;
  while (nodes.nextNode()) {
    const { length } = nodes.currentNode;
    if (!begun && start < from + length) {
      range.setStart(nodes.currentNode, start - from);
      begun = true;
    }
    if (begun && end <= from + length) {
      range.setEnd(nodes.currentNode, end - from);
      return range;
    }
    from += length;
  }
  range.setEnd(root, root.childNodes.length);
  if (!begun) range.collapse(false);
  return range;
}
