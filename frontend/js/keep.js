// Keeps half-written words on the server: textarea[data-keep=url].
//
// Sent: text, verb (which half-written text it is), seen (the version of the case), csrf token.
// Answered: one line that says that it is kept, shown in the [data-kept] of the form.
import { all, token } from "./dom.js";

const WAIT = 1200;

function keepAll(area) {
  known.add(area);
  const form = area.form;
  const said = form.querySelector("[data-kept]");
  let timer = 0;
  let kept = area.value;
  const send = async () => {
    clearTimeout(timer);
    if (area.value === kept) return;
    const text = area.value;
    const body = new URLSearchParams({
      text,
      verb: area.dataset.keepVerb,
      seen: form.elements.seen?.value ?? "",
      csrfmiddlewaretoken: token(form),
    });
    try {
      const answer = await fetch(area.dataset.keep, {
        method: "POST",
        headers: { "HX-Request": "true" },
        body,
        keepalive: true,
      });
      if (!answer.ok) return;
      kept = text;
      if (said) said.textContent = await answer.text();
    } catch {
      // The line is gone: the words stay in the page, and the next change tries again.
    }
  };
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  });
  area.addEventListener("blur", send);
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => document.hidden && send());
}

const known = new WeakSet();
function look() {
  for (const area of all("textarea[data-keep]")) if (!known.has(area)) keepAll(area);
}
look();
document.addEventListener("loket:merged", look); // the page was brought up to date
