// Talking to the desk. Every answer is {status, said, …}: also where nobody answers.

const AWAY = "The desk cannot be reached. What you typed is still here: try again.";
const LOGGED_OUT = "You are logged out. What you typed is still here: log in again in another tab, then try again.";
const NO_ANSWER = "The desk could not answer. What you typed is still here: try again, and tell whoever keeps the site if it goes on.";

const token = () => document.querySelector("#surface-token [name=csrfmiddlewaretoken]");

function request(url, data) {
  return fetch(url, {
    method: data ? "POST" : "GET",
    body: data,
    headers: { Accept: "application/json", "X-CSRFToken": token().value },
    redirect: "manual",
  });
}

function isAnswer(response) {
  return response.headers.get("Content-Type")?.startsWith("application/json");
}

/** Take the form's token anew: it changes when somebody logs in. False if nobody is logged in. */
async function renewToken() {
  const response = await fetch(location.pathname, { redirect: "manual" });
  if (!response.ok) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("#surface-token [name=csrfmiddlewaretoken]");
  if (fresh) token().value = fresh.value;
  return fresh !== null;
}

/** Send `data`, a FormData, or ask if there is none; return the answer. Never throws. */
export async function talk(url, data) {
  try {
    let response = await request(url, data);
    if (response.status === 403 && !isAnswer(response)) {
      if (!(await renewToken())) return { status: 401, said: LOGGED_OUT, login: true };
      response = await request(url, data);
    }
    if (response.type === "opaqueredirect") return { status: 401, said: LOGGED_OUT, login: true };
    if (!isAnswer(response)) return { status: response.status, said: NO_ANSWER };
    return { ...(await response.json()), status: response.status };
  } catch {
    return { status: 0, said: AWAY };
  }
}
