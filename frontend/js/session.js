// Warns 2 minutes before signing out and keeps the person signed in on request; counts once for all tabs.
//
// The clock of the device may be wrong, so the server is asked before anybody is told that they are
// signed out. Then the page stays as it is, words and all: signing in goes in another tab, and who
// comes back from there goes on.
import { all, one, say, token } from "./dom.js";
import { inUse } from "./merge.js";
import { reach } from "./signedin.js";

const BEFORE = 120000;
const LATER = 30000; // nothing was heard: ask again
const MINUTE = 60000;
const KEY = "loket-session";
const dialog = one("sessie");
let timer;
let heard = 0; // when the end was put off last

function until(end) {
  try {
    if (end) localStorage.setItem(KEY, end);
    return Number(localStorage.getItem(KEY)) || end;
  } catch {
    return end;
  }
}

/** Whether the page was told that it cannot go on as it is. */
const away = () => (dialog.dataset.shows ?? "soon") !== "soon";

/** Open the dialog at one of its parts (soon, out, other, gone or failed); who closed that, knows. */
function show(part) {
  if (dialog.dataset.shows === part) return;
  hide(); // so that it is read anew
  for (const el of all("[data-part]", dialog)) el.hidden = !el.dataset.part.split(" ").includes(part);
  dialog.dataset.shows = part;
  dialog.showModal();
}

function hide() {
  delete dialog.dataset.shows;
  if (dialog.open) dialog.close("");
}

function watch(seconds) {
  const end = until(Date.now() + seconds * 1000);
  if (dialog.dataset.shows === "soon") hide();
  heard = Date.now();
  clearTimeout(timer);
  timer = setTimeout(check, Math.max(0, end - Date.now() - BEFORE), end);
}

function check(known) {
  const end = until() || known;
  const left = end - Date.now();
  clearTimeout(timer);
  if (left > BEFORE + 1000) {
    hide();
    timer = setTimeout(check, left - BEFORE, end);
  } else if (left > 0) {
    show("soon");
    timer = setTimeout(check, Math.min(left, 5000), end);
  } else look();
}

/** Ask the server how it stands, and say it. */
async function look() {
  clearTimeout(timer);
  const found = await reach();
  if (typeof found === "number") {
    const was = away();
    hide();
    watch(found);
    if (!was) return;
    say(dialog.dataset.back);
    document.dispatchEvent(new Event("loket:back"));
    return;
  }
  if (found === "failed") return unanswered();
  show(found);
}

function unanswered() {
  clearTimeout(timer);
  show("failed");
  timer = setTimeout(look, LATER);
}

/** Begin the time anew; the old proof of this page may not count any more. */
async function extend(unasked = false) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(dialog) });
  const address = document.body.dataset.sessionExtend;
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.ok) watch(Number(await answer.text()));
  else if (answer && answer.status < 500 && answer.status !== 429) look();
  else if (!unasked) unanswered();
}

/** Who types is there. */
function typing() {
  if (dialog.dataset.shows || Date.now() - heard < MINUTE) return;
  heard = Date.now();
  extend(true);
}

/** The way to sign in leads to this page, in another tab: who wrote nothing here goes in this one. */
function leave(event) {
  event.currentTarget.href = location.href;
  if (inUse(document)) return;
  event.preventDefault();
  location.reload();
}

if (dialog) {
  const lasts = Number(document.body.dataset.session);
  watch(lasts);
  // Every answer of the server is a sign of life that it has seen too.
  for (const name of ["loket:saved", "loket:swapped", "htmx:afterSwap", "htmx:after:swap"])
    document.addEventListener(name, () => away() || watch(lasts));
  document.addEventListener("input", typing);
  document.addEventListener("loket:away", look);
  dialog.addEventListener("close", () => dialog.returnValue === "extend" && extend());
  for (const el of all("a[data-sign-in]", dialog)) el.addEventListener("click", leave);
  for (const name of ["visibilitychange", "focus"])
    (name === "focus" ? window : document).addEventListener(name, () => {
      if (!document.hidden && away()) look();
    });
}
