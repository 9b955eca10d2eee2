// An answer put on the page so that nothing is touched that reads as before: to lay out a long text
// and hundreds of rows anew takes longer than all the rest of a deed.

const drawn = new Map(); // element -> a copy of what the desk sent for it, which nothing alters

/** Remember what stands in `box` as the desk sent it, before the page adds anything to it. */
export function remember(box) {
  drawn.set(box, box.cloneNode(true));
}

/** Let `box`, which was remembered, show `html`; what is equal in both stays the same element. */
export function draw(box, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const copy = template.content.cloneNode(true);
  update(box, drawn.get(box), template.content);
  drawn.set(box, copy);
}

function update(box, was, fresh) {
  const [shown, before, after] = [box, was, fresh].map(({ childNodes }) => [...childNodes]);
  if (shown.length !== before.length) return box.replaceChildren(...after);
  const [first, same] = sameAtEnds(before, after);
  const gone = shown.slice(first, shown.length - same);
  const come = after.slice(first, after.length - same);
  if (gone.length === come.length) gone.forEach((node, n) => exchange(node, before[first + n], come[n]));
  else {
    for (const node of come) box.insertBefore(node, shown[first] ?? null);
    for (const node of gone) node.remove();
  }
}

/** How many nodes are equal at the beginning, and how many of the others at the end. */
function sameAtEnds(before, after) {
  const least = Math.min(before.length, after.length);
  let [first, last] = [0, 0];
  while (first < least && before[first].isEqualNode(after[first])) first += 1;
  while (last < least - first && before.at(-1 - last).isEqualNode(after.at(-1 - last))) last += 1;
  return [first, last];
}

const isList = (node) => node instanceof Element && node.matches("ol.rows");

function exchange(node, was, fresh) {
  if (was.isEqualNode(fresh)) return;
  if (isList(node) && isList(fresh)) update(node, was, fresh);
  else node.replaceWith(fresh);
}
