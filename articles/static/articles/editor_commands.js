/* What the toolbar and the keys do. Each command is one of ProseMirror's: (state, dispatch) -> does
   it apply here? With `dispatch`, it is done. */

import { commands as lists, pm } from "../django_prose_editor/editor.js";
import { schema } from "./editor_schema.js";

const { baseKeymap, chainCommands, setBlockType, toggleMark } = pm.commands;
const { Fragment } = pm.model;
const { NodeSelection, TextSelection } = pm.state;
const { findWrapping } = pm.transform;
const { nodes, marks } = schema;

/* Return {node, depth, pos} of the innermost node around the selection that has one of `names`. */
export function around(state, ...names) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (names.includes(node.type.name)) return { node, depth, pos: $from.before(depth) };
  }
  return null;
}

export function hasMark(state, name) {
  const { from, to, empty, $from } = state.selection;
  if (empty) return marks[name].isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, marks[name]);
}

/* Switch a mark on or off. The first of `names` is what is written; the others say the same. */
function toggle(...names) {
  return (state, dispatch) => {
    const there = names.find((name) => hasMark(state, name)) ?? names[0];
    return toggleMark(marks[there])(state, dispatch);
  };
}

function list(type, other) {
  return (state, dispatch) => {
    const found = around(state, "ul", "ol");
    if (found?.node.type === type) return lists.liftListItem(nodes.li)({ state, dispatch });
    if (found?.node.type !== other) return lists.wrapInList(type)({ state, dispatch });
    dispatch?.(state.tr.setNodeMarkup(found.pos, type));
    return true;
  };
}

function indent(state, dispatch) {
  return lists.sinkListItem(nodes.li)({ state, dispatch });
}

function outdent(state, dispatch) {
  return lists.liftListItem(nodes.li)({ state, dispatch });
}

/* Somebody's words, with a line for who says them; or, within such words, back to paragraphs. */
function speech(state, dispatch) {
  const quoted = around(state, "blockquote");
  return quoted ? unquote(state, dispatch, quoted) : quote(state, dispatch);
}

function quote(state, dispatch) {
  const range = state.selection.$from.blockRange(state.selection.$to);
  const wrapping = range && findWrapping(range, nodes.blockquote);
  if (!wrapping) return false;
  const tr = state.tr.wrap(range, wrapping);
  const end = range.start + tr.doc.nodeAt(range.start).nodeSize - 1;
  dispatch?.(tr.insert(end, nodes.speaker.create()).scrollIntoView());
  return true;
}

function unquote(state, dispatch, { node, pos }) {
  const inner = [];
  node.forEach((child) => {
    const isSpeaker = child.type === nodes.speaker;
    if (!isSpeaker) inner.push(child);
    else if (child.content.size) inner.push(nodes.p.create(null, child.content));
  });
  const place = Math.max(pos, state.selection.from - 1);
  const tr = state.tr.replaceWith(pos, pos + node.nodeSize, Fragment.from(inner));
  dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(place))).scrollIntoView());
  return true;
}

function insert(node) {
  return (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(node()).scrollIntoView());
    return true;
  };
}

/* Return the piece of a link around the cursor: {from, to, mark}, or null. */
export function linkAround(state) {
  const { $from, from, to } = state.selection;
  const here = (node) => node && marks.a.isInSet(node.marks);
  const mark = marks.a.isInSet($from.marks()) ?? here($from.nodeAfter);
  if (!mark) return null;
  const found = { from, to, mark };
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset;
    if (!mark.isInSet(node.marks) || start > to || start + node.nodeSize < from) return;
    found.from = Math.min(found.from, start);
    found.to = Math.max(found.to, start + node.nodeSize);
  });
  return found;
}

/* A link to `href` on the selection, on the link around it, or with its address as its words. */
export function link(href, title) {
  return (state, dispatch) => {
    const old = linkAround(state);
    const { from, to } = old ?? state.selection;
    const mark = marks.a.create({ ...old?.mark.attrs, href, title: title || null });
    const tr = from === to ? state.tr.insertText(href, from) : state.tr.removeMark(from, to, marks.a);
    dispatch?.(tr.addMark(from, from === to ? from + href.length : to, mark).removeStoredMark(marks.a));
    return true;
  };
}

export function unlink(state, dispatch) {
  const { from, to } = linkAround(state) ?? state.selection;
  dispatch?.(state.tr.removeMark(from, to, marks.a));
  return true;
}

/* Return {node, pos} of the picture that is selected or stands in the figure around the cursor. */
export function picture(state) {
  const { selection } = state;
  if (selection instanceof NodeSelection && selection.node.type === nodes.img) {
    return { node: selection.node, pos: selection.from };
  }
  const figure = around(state, "figure");
  let found = null;
  figure?.node.descendants((node, offset) => {
    if (node.type === nodes.img) found ??= { node, pos: figure.pos + 1 + offset };
  });
  return found;
}

export function figure(src, alt, caption) {
  return (state, dispatch) => {
    const there = picture(state);
    if (there) dispatch?.(state.tr.setNodeMarkup(there.pos, null, { src, alt }, there.node.marks));
    else insert(() => newFigure(src, alt, caption))(state, dispatch);
    return true;
  };
}

function newFigure(src, alt, caption) {
  const words = nodes.p.create(null, caption ? schema.text(caption) : null);
  const line = nodes.pictures.create(null, nodes.img.create({ src, alt }));
  return nodes.figure.create(null, [line, nodes.figcaption.create(null, words)]);
}

export function table(rows, columns, hasHead) {
  const row = (type, attrs, told) =>
    nodes.row.create(attrs, Array.from({ length: columns }, () => type.createAndFill(told)));
  const head = hasHead ? [row(nodes.th, { part: "thead" }, { scope: "col" })] : [];
  const body = Array.from({ length: rows - head.length }, () => row(nodes.td));
  return (state, dispatch) => {
    const tr = state.tr.replaceSelectionWith(nodes.table.create(null, [...head, ...body]));
    dispatch?.(tr.setSelection(inFirstCell(tr)).scrollIntoView());
    return true;
  };
}

/* The cursor in the first cell of the table that a transaction has put in. */
function inFirstCell(tr) {
  const found = around(tr, "table");
  return found ? TextSelection.near(tr.doc.resolve(found.pos + 1)) : tr.selection;
}

/* From the last cell to the line after the table; from the first one back, out of the editor. */
function leaveTable(state, dispatch) {
  const found = around(state, "table");
  if (!found) return false;
  const after = state.doc.resolve(found.pos + found.node.nodeSize);
  dispatch?.(state.tr.setSelection(TextSelection.near(after)).scrollIntoView());
  return true;
}

/* A new paragraph beside the outermost block: the way out of a table, a figure or a speech. */
function paragraphBeside(isBefore) {
  return (state, dispatch) => {
    const { $from } = state.selection;
    const pos = $from.depth ? $from[isBefore ? "before" : "after"](1) : $from.pos;
    return paragraphAt(state, dispatch, pos);
  };
}

function paragraphAt(state, dispatch, pos) {
  const tr = state.tr.insert(pos, nodes.p.create());
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, pos + 1)).scrollIntoView());
  return true;
}

/* After the speaker and after a caption comes what follows the speech or the figure. */
function leaveLastLine(state, dispatch) {
  const line = around(state, "speaker", "figcaption", "pictures");
  if (!line || state.selection.$to.parentOffset < state.selection.$to.parent.content.size) return false;
  return paragraphAt(state, dispatch, state.selection.$from.after(line.depth - 1));
}

function splitItem(state, dispatch) {
  const { $from, $to } = state.selection;
  if ($from.depth < 2 || $from.node(-1).type !== nodes.li || !$from.sameParent($to)) return false;
  if (!$from.parent.content.size) return outdent(state, dispatch);
  dispatch?.(state.tr.delete($from.pos, $to.pos).split($from.pos, 2).scrollIntoView());
  return true;
}

export const commands = {
  p: setBlockType(nodes.p),
  h2: setBlockType(nodes.h2),
  h3: setBlockType(nodes.h3),
  bold: toggle("strong", "b"),
  italic: toggle("em", "i"),
  q: toggle("q"),
  ul: list(nodes.ul, nodes.ol),
  ol: list(nodes.ol, nodes.ul),
  indent,
  outdent,
  speech,
  hr: insert(() => nodes.hr.create()),
  rowAfter: pm.tables.addRowAfter,
  rowAway: pm.tables.deleteRow,
  columnAfter: pm.tables.addColumnAfter,
  columnAway: pm.tables.deleteColumn,
  tableAway: pm.tables.deleteTable,
  undo: pm.history.undo,
  redo: pm.history.redo,
};

const softBreak = insert(() => nodes.br.create());

export const keys = {
  ...baseKeymap,
  Enter: chainCommands(leaveLastLine, splitItem, baseKeymap.Enter),
  "Shift-Enter": softBreak,
  Tab: chainCommands(pm.tables.goToNextCell(1), leaveTable),
  "Shift-Tab": pm.tables.goToNextCell(-1),
  "Mod-Enter": paragraphBeside(false),
  "Shift-Mod-Enter": paragraphBeside(true),
  "Mod-b": commands.bold,
  "Mod-i": commands.italic,
  "Mod-]": indent,
  "Mod-[": outdent,
  "Mod-z": commands.undo,
  "Shift-Mod-z": commands.redo,
  "Mod-y": commands.redo,
};

const BLOCKS = { p: "p", h2: "h2", h3: "h3", ul: "ul", ol: "ol", speech: "blockquote", figure: "figure" };
const MARKS = { bold: ["strong", "b"], italic: ["em", "i"], q: ["q"], link: ["a"] };

/* Does what the button called `name` makes stand where the cursor is? */
export function isOn(state, name) {
  if (BLOCKS[name]) return around(state, BLOCKS[name]) !== null;
  return MARKS[name]?.some((mark) => hasMark(state, mark)) ?? false;
}
