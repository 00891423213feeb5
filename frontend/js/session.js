// Warns 2 minutes before signing out and keeps the person signed in on request; counts once for all tabs.
import { one, token } from "./dom.js";

const BEFORE = 120000;
const KEY = "loket-session";
const dialog = one("sessie");
let timer;

function until(end) {
  try {
    if (end) localStorage.setItem(KEY, end);
    return Number(localStorage.getItem(KEY)) || end;
  } catch {
    return end;
  }
}

function watch(seconds) {
  const end = until(Date.now() + seconds * 1000);
  clearTimeout(timer);
  timer = setTimeout(check, Math.max(0, end - Date.now() - BEFORE), end);
}

function check(known) {
  const end = until() || known;
  const left = end - Date.now();
  clearTimeout(timer);
  if (left > BEFORE + 1000) {
    if (dialog.open) dialog.close();
    timer = setTimeout(check, left - BEFORE, end);
  } else if (left > 0) {
    if (!dialog.open) dialog.showModal();
    timer = setTimeout(check, Math.min(left, 5000), end);
  } else {
    one("sessie-tekst").textContent = dialog.dataset.ended;
    if (!dialog.open) dialog.showModal();
    dialog.dataset.over = "yes";
  }
}

async function extend() {
  if (dialog.dataset.over) return location.reload();
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(dialog) });
  const answer = await fetch(document.body.dataset.sessionExtend, {
    method: "POST",
    body,
    redirect: "manual",
  });
  if (answer.ok) watch(Number(await answer.text()));
  else location.reload();
}

if (dialog) {
  const lasts = Number(document.body.dataset.session);
  watch(lasts);
  // Every answer of the server is a sign of life that it has seen too.
  for (const name of ["loket:saved", "loket:swapped", "htmx:afterSwap", "htmx:after:swap"])
    document.addEventListener(name, () => dialog.dataset.over || watch(lasts));
  dialog.addEventListener("close", () => dialog.returnValue === "extend" && extend().catch(() => {}));
}
