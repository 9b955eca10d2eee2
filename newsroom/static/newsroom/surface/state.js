// What the modules of the tagging surface share: what changes while the page is open, and saying.

export const byId = (id) => document.getElementById(id);
export const textBox = byId("surface-text");
export const NOTHING = "No words are selected. Select words of the article first.";

// All that changes while the page is open. Indexes are UTF-16 units of `text`.
export const now = {
  text: textBox.textContent,
  chosen: null, // {start, end} that were selected last
  problem: "", // why what is selected cannot be used
  caret: null, // {base, head} of caret.js, while the selection is moved with keys
  current: null, // the claim that was led to last
  waiting: null, // the claim that waits for other words
  asked: 0, // counts requests for a form, so that a late answer is dropped
  busy: false,
  touched: false, // was the last pointer a finger?
};

export function say(sentence, { refused = false, login = false } = {}) {
  const said = byId("surface-said");
  said.textContent = sentence;
  said.classList.toggle("is-refused", refused);
  if (!login) return;
  const link = Object.assign(document.createElement("a"), { href: byId("surface").dataset.login, target: "_blank", textContent: "Log in" });
  said.append(" ", link);
}

/** For the ear alone: what the eye sees anyway. */
export function hear(sentence) {
  byId("surface-heard").textContent = sentence;
}

export const words = ({ start, end }) => now.text.slice(start, end);
