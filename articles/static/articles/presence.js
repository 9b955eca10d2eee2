/* Says every few seconds that this page has the article open, where it is open for editing, and
   shows who else has. */

import { look, post, tokens } from "./asking.js";

const EVERY = 20000;

const line = document.getElementById("presence");
const { url } = line.dataset;

function ask() {
  if (!("open" in line.dataset)) return look(url);
  const data = new FormData();
  data.set("csrfmiddlewaretoken", tokens()[0].value);
  return post(url, data);
}

async function beat() {
  const answer = await ask();
  // Only what is new is written: a live region would read the same sentence out again.
  if (answer.is === "done" && line.textContent !== answer.told.others) {
    line.textContent = answer.told.others;
  }
}

beat();
setInterval(beat, EVERY);
document.addEventListener("visibilitychange", () => document.hidden || beat());
