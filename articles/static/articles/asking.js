/* Asks the desk something and says what came of it, in one of four ways:
   {is: "done", told}         what the answer holds
   {is: "refused", sentence}  the answer is no, and stays no until something changes
   {is: "lost"}               the session is over: the login page would have answered
   {is: "away"}               no answer, or a server in trouble: worth another try
   Every answer that tells lost from not lost is an event "session" on window: detail is the word. */

const PATIENCE = 15000;

let turn = Promise.resolve();

export function look(url) {
  return inTurn(() => looked(url));
}

/* Posts `data` (FormData). Logging in again makes the token in an open page invalid: a new one is
   fetched then, put into every form of the page, and the deed is sent once more. What is sent by a
   page that goes waits for nothing. */
export function post(url, data, { leaving = false } = {}) {
  return leaving ? posted(url, data, true) : inTurn(() => posted(url, data, false));
}

/* One after the other, so that nothing older arrives last. */
function inTurn(ask) {
  turn = turn.then(ask, ask);
  return turn;
}

async function looked(url) {
  return told(await sent(url, {}));
}

async function posted(url, data, keepalive) {
  const send = () => sent(url, { method: "POST", body: data, keepalive });
  let answer = await send();
  if (answer?.status === 403 && !isJson(answer)) {
    const fresh = await looked(url);
    if (fresh.is !== "done") return fresh;
    for (const field of tokens()) field.value = fresh.told.token;
    data.set("csrfmiddlewaretoken", fresh.told.token);
    answer = await send();
  }
  return told(answer);
}

export function tokens() {
  return document.querySelectorAll("input[name=csrfmiddlewaretoken]");
}

async function sent(url, options) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    return await fetch(url, { redirect: "manual", cache: "no-store", signal, ...options });
  } catch {
    return null;
  }
}

async function told(answer) {
  if (answer === null || answer.status >= 500) return { is: "away" };
  if (answer.type === "opaqueredirect") return session("lost", { is: "lost" });
  if (!isJson(answer)) return { is: "refused", sentence: `The server refused it (${answer.status}).` };
  session("here");
  const said = await answer.json();
  return answer.ok ? { is: "done", told: said } : { is: "refused", sentence: said.detail };
}

function isJson(answer) {
  return (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
}

function session(detail, result) {
  window.dispatchEvent(new CustomEvent("session", { detail }));
  return result;
}
