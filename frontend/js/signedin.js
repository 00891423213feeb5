// Whether the person who opened this page is still the one who is signed in.
import { all, token } from "./dom.js";

const WHOSE = "van-wie-"; // core/whose.py: the name of the field that says whose page it was
const { reader } = document.body.dataset;
const KEY = "loket-reader";

// What the browser keeps of a draft is not for who signs in after its writer.
try {
  if (reader && (sessionStorage.getItem(KEY) ?? reader) !== reader) sessionStorage.clear();
  if (reader) sessionStorage.setItem(KEY, reader);
} catch {
  // This browser keeps nothing.
}

/**
 * Ask the server who is signed in now: the seconds that their session lasts when it is `who` opened
 * this page (whose forms are then good again), else "out", "other" (somebody else), "gone" (the page is not
 * theirs any more) or "failed" (no answer).
 */
export async function reach(address = location.href, who = reader) {
  try {
    const headers = { "X-Loket-By-Itself": "1" };
    const answer = await fetch(address, { headers, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 401) return "out";
    if (!answer.ok) return answer.status < 500 && answer.status !== 429 ? "gone" : "failed";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.body.dataset.reader) return "out";
    if (page.body.dataset.reader !== who) return "other";
    for (const el of all("[name=csrfmiddlewaretoken]")) el.value = token(page);
    return Number(page.body.dataset.session);
  } catch {
    return "failed";
  }
}

// What waits in a page to be sent again is good again as soon as its writer signed in in another tab.
const waiting = document.querySelector(`form[data-again] [name^="${WHOSE}"]`);
if (waiting)
  document.addEventListener("visibilitychange", () => document.hidden || reach("/", waiting.name.slice(WHOSE.length)));
