// The small form beside the selected words. It is no trap: the page stays in reach around it.

import { rangeOf } from "./offsets.js";

const box = document.getElementById("surface-form");
const typed = new Map(); // What somebody typed, by the name of the field: also while it is closed.

export const isOpen = () => !box.hidden;
export const isTouched = () => typed.size > 0;
export const hasFocus = () => box.contains(document.activeElement);

box.addEventListener("input", ({ target }) => typed.set(target.name, target.value));

/** Show `html`, a form, with whatever was typed in the one before it, be that closed by now. */
export function fill(html) {
  box.innerHTML = html;
  box.hidden = false;
  const { elements } = box.querySelector("form");
  for (const [name, value] of typed) if (elements[name]) elements[name].value = value;
}

/** Put the form right below [start, end) of `root`; on a phone its sheet decides (surface.css). */
export function putBeside(root, { start, end }) {
  box.classList.remove("is-aside");
  const around = box.parentElement.getBoundingClientRect();
  const words = rangeOf(root, start, end).getBoundingClientRect();
  const left = Math.max(0, Math.min(words.left - around.left, around.width - box.offsetWidth));
  box.style.setProperty("--form-top", `${words.bottom - around.top + 8}px`);
  box.style.setProperty("--form-left", `${left}px`);
}

/** Stand below the text, covering nothing of it. */
export function stepAside() {
  box.classList.add("is-aside");
}

/** Give the focus to what is wrong, else to the first field, else to the form. */
export function focusForm() {
  const wrong = box.querySelector("[aria-invalid=true]");
  const first = box.querySelector("textarea, select, input:not([type=hidden])") ?? box.querySelector("button");
  (wrong ?? first ?? box).focus();
}

/** Scroll so that the form is seen, and the words beside it: a sheet would cover them. */
export function seeForm(root, { start, end }) {
  if (getComputedStyle(box).position !== "fixed") {
    box.scrollIntoView({ block: "nearest", behavior: "instant" });
    return;
  }
  const words = rangeOf(root, start, end).getBoundingClientRect();
  const room = box.getBoundingClientRect().top;
  if (words.bottom > room - 8 || words.top < 0) window.scrollBy(0, words.top - room / 3);
}

/** Close the form; what was typed stands in the next one again, until it is sent or forgotten. */
export function close() {
  box.hidden = true;
  box.replaceChildren();
}

/** Close the form after `sent`, which has been saved. */
export function finish(sent) {
  for (const { name } of sent.elements) typed.delete(name);
  close();
}

/** Throw away what was typed; return whether there was anything. */
export function forget() {
  const had = isTouched();
  typed.clear();
  return had;
}
