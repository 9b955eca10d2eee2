/* Keeps what is typed in the form of an article on the server, a moment after typing stops and
   when the page is left or hidden, and says whether it did. Files are not kept. */

import { post } from "./asking.js";

const QUIET = 2500; // Milliseconds without typing.
const LONGEST_WAIT = 15000; // Of typing without a pause.
const AGAIN = 10000;
const LAST_WORDS = 60000; // Bytes a browser still sends for a page that is gone.

const place = document.getElementById("keeping");
const said = document.getElementById("keeping-said");
const login = document.getElementById("keeping-login");
const form = place.closest("form");
const { url, largest, unsaved } = place.dataset;

function typed() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

function words(data) {
  return JSON.stringify([...data].filter(([name]) => name !== "csrfmiddlewaretoken"));
}

let kept = words(typed()); // What the server has, or what it made the page of.
let refused = null; // What it would not take.
let onItsWay = null;
let isAsking = false; // Before saving, whether it can be.
let mayGo = false;
let isSaving = false;
let isTroubled = false;
let timer = null;
let since = null;

function say(sentence) {
  if (said.textContent !== sentence) said.textContent = sentence;
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
}

async function keep({ leaving = false } = {}) {
  clearTimeout(timer);
  const data = typed();
  const now = words(data);
  if (isAsking || isSaving || now === kept || now === refused) return;
  if (onItsWay && !leaving) return later(QUIET);
  since = null;
  if (now.length > Number(largest)) return refuse(now, `This is more than ${largest} characters.`);
  onItsWay = post(url, data, { leaving: leaving && isShort(now) });
  const answer = await onItsWay;
  onItsWay = null;
  isTroubled = answer.is !== "done";
  if (answer.is === "done") done(now, answer.told);
  else if (answer.is === "refused") refuse(now, answer.sentence);
  else if (answer.is === "lost") again("You are logged out.");
  else again("The server does not answer. It is tried again.");
}

function isShort(now) {
  return new Blob([now]).size < LAST_WORDS;
}

function done(now, told) {
  kept = now;
  refused = null;
  say(told.kept);
  if (words(typed()) !== kept) later(QUIET);
}

function refuse(now, sentence) {
  refused = now;
  isTroubled = true;
  say(`Not kept: ${sentence}`);
}

function again(sentence) {
  say(`Not kept: ${sentence}`);
  later(AGAIN);
}

function onTyping() {
  since ??= Date.now();
  later(Math.max(0, Math.min(QUIET, since + LONGEST_WAIT - Date.now())));
}

form.addEventListener("input", onTyping);
form.addEventListener("change", onTyping);

/* Saving leaves the page, and with it the words. So the draft is sent first: it tells whether the
   session and the server are there, it is kept if they go, it brings a new token where the old one
   is void (asking.js), and nothing older can come after it. A refused draft may still be saved. */
form.addEventListener("submit", async (event) => {
  if (event.defaultPrevented) return;
  clearTimeout(timer);
  if (mayGo || isSaving) {
    isSaving = true;
    return;
  }
  event.preventDefault();
  if (isAsking) return;
  isAsking = true;
  const answer = await post(url, typed());
  isAsking = false;
  if (answer.is === "lost") return unsavable("You are logged out. Log in in another tab, then save again.");
  if (answer.is === "away") return unsavable("The server does not answer. Save again in a moment.");
  mayGo = true;
  form.requestSubmit(event.submitter);
  mayGo = false;
});

function unsavable(sentence) {
  isTroubled = true;
  say(`Not saved: ${sentence}`);
  place.scrollIntoView({ block: "nearest" });
  later(AGAIN);
}

window.addEventListener("pageshow", () => {
  isSaving = false;
});

window.addEventListener("session", ({ detail }) => {
  const wasLost = !login.hidden;
  login.hidden = detail !== "lost";
  if (detail === "lost") say("Not kept: You are logged out.");
  else if (wasLost) {
    say("You are logged in again.");
    later(0);
  }
});

document.addEventListener("visibilitychange", () => document.hidden && keep({ leaving: true }));
window.addEventListener("pagehide", () => keep({ leaving: true }));
window.addEventListener("beforeunload", (event) => {
  // A short text is still sent from the page that goes; anything else would be lost unsaid.
  const now = words(typed());
  if (!isSaving && now !== kept && (isTroubled || !isShort(now))) event.preventDefault();
});

if (unsaved !== undefined) {
  kept = null;
  later(0);
}
