// Keeps half-written words on the server: textarea[data-keep=url].
//
// Sent: text, verb (which half-written text it is), seen (the version of the case), key (of the page:
// words that were sent with it are not kept once more), kept (what this window may have kept before:
// digests with a space between them), csrf token, and the fields that [data-beside] names: for whom.
// Answered: one line that says that it is kept, shown in the [data-kept] of the form. Until then that
// line says that it is not, and it is tried again. 409 with a line: another window keeps other words.
// The form itself carries `kept` too, so that sending it forgets no words of another window.
import { digest } from "./digest.js";
import { all, token } from "./dom.js";

const WAIT = 1200;
const AGAIN = [3000, 5000, 10000];
const MOST_UNHEARD = 5;
const WHILE_LEAVING = 60000; // bytes: a browser finishes no more for a page that is gone
const STILL_HERE = 21000; // after a send that came to nothing; forms.js gives the form free by then

function keepAll(area) {
  known.add(area);
  const form = area.form;
  const said = form.querySelector("[data-kept]");
  const visit = `kept:${area.dataset.keep} ${area.dataset.keepVerb}`;
  let timer = 0;
  let text = area.value;
  let names = (form.elements.kept?.value || digest(text)).split(" ");
  const beside = (area.dataset.beside ?? "").split(" ").filter(Boolean);
  const choices = () => new URLSearchParams(beside.map((name) => [name, form.elements[name]?.value ?? ""])).toString();
  let chosen = choices();
  let failures = 0;
  let running;
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };
  const know = (digests) => {
    names = digests;
    if (form.elements.kept) form.elements.kept.value = names.join(" ");
  };
  const unsaved = () => {
    if (said) said.textContent = said.dataset.unsaved;
  };
  const retry = () => {
    unsaved();
    document.dispatchEvent(new Event("loket:unsaved"));
    later(AGAIN[Math.min(failures, AGAIN.length - 1)]);
    failures += 1;
  };
  const asked = (words, choice) =>
    new URLSearchParams({
      ...Object.fromEntries(new URLSearchParams(choice)),
      text: words,
      verb: area.dataset.keepVerb,
      seen: form.elements.seen?.value ?? "",
      key: form.elements.key?.value ?? "",
      kept: names.join(" "),
      csrfmiddlewaretoken: token(form),
    });
  const judge = async (answer, words, choice) => {
    if (answer.status >= 500 || answer.status === 429) return retry();
    if (answer.status === 409 && said) return void (said.textContent = await answer.text());
    // Signed out, signed in anew, or not theirs any more: it is not kept, and trying does not help.
    if (!answer.ok || answer.headers.has("HX-Redirect")) return unsaved();
    failures = 0;
    text = words;
    chosen = choice;
    know([digest(words)]);
    history.replaceState({ ...history.state, [visit]: digest(words) }, "");
    document.dispatchEvent(new Event("loket:kept"));
    if (said) said.textContent = await answer.text();
  };
  const send = async () => {
    clearTimeout(timer);
    const words = area.value;
    const choice = choices();
    if (form.dataset.sending || (words === text && (choice === chosen || !words))) return;
    const body = asked(words, choice);
    const name = digest(words);
    if (!names.includes(name)) know([names[0], ...names.slice(1).slice(1 - MOST_UNHEARD), name]);
    running?.abort(); // what it says is in here too
    const mine = (running = new AbortController());
    const keepalive = document.hidden && String(body).length < WHILE_LEAVING;
    const { signal } = mine;
    const headers = { "HX-Request": "true" };
    try {
      await judge(await fetch(area.dataset.keep, { method: "POST", headers, body, keepalive, signal }), words, choice);
    } catch {
      if (!signal.aborted) retry(); // the line is gone: the words stay in the page
    }
  };
  // Who goes back gets the words of then: those that were kept gave way to what the server holds now.
  const refresh = () => {
    if (area.value !== text && history.state?.[visit] === digest(area.value)) area.value = text;
  };
  addEventListener("pageshow", () => setTimeout(refresh, 0));
  area.addEventListener("input", () => later(WAIT));
  area.addEventListener("blur", send);
  form.addEventListener("change", (event) => beside.includes(event.target.name) && later(WAIT));
  form.addEventListener("submit", () => {
    running?.abort(); // or it would come after the form, and bring back what was sent
    later(STILL_HERE);
  });
  document.addEventListener("visibilitychange", () => document.hidden && send());
  document.addEventListener("loket:back", send);
}

const known = new WeakSet();
function look() {
  for (const area of all("textarea[data-keep]")) if (!known.has(area)) keepAll(area);
}
look();
document.addEventListener("loket:merged", look); // the page was brought up to date
