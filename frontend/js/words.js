// Keeps on the device what somebody writes in a form that the server knows nothing of until it is sent.
//
// In sessionStorage (signedin.js empties it for the next reader), by the address to which the form goes
// and by field: the words, how the field came, and the signs of the times that it was sent. The answer
// to a form that was taken brings its sign back in a cookie (core/arrived.py): only then are the words
// forgotten. Who opens the page anew finds them in a field that is as it was.
import { all, one } from "./dom.js";

const { reader } = document.body.dataset;
const STORE = `loket-woorden:${reader}`;
const SIGN = "teken-van-versturen"; // core/arrived.py
const COOKIE = "aangekomen-";
const WORDS = "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=url]";
const NO_WORDS = "[readonly], [autocomplete=one-time-code], [name^='_bewijscode.']";

const isPost = (form) => form?.getAttribute("method")?.toLowerCase() === "post";
const elsewhere = (form) => "autosave" in form.dataset || form.querySelector("[data-keep], [type=password]");
const ours = (el) =>
  reader && el.matches?.(WORDS) && !el.matches(NO_WORDS) && isPost(el.form) && !elsewhere(el.form);
const fields = (form) => [...form.elements].filter(ours);
const nameOf = (el) =>
  `${new URL(el.form.getAttribute("action") ?? "", location.href).pathname} ${el.id || el.name}`;

function change(doing) {
  try {
    const words = JSON.parse(sessionStorage.getItem(STORE) || "{}");
    doing(words);
    if (Object.keys(words).length) sessionStorage.setItem(STORE, JSON.stringify(words));
    else sessionStorage.removeItem(STORE);
  } catch {
    // This browser keeps nothing, or has no room: the words stay in the page.
  }
}

function note(words, el) {
  const known = words[nameOf(el)];
  const was = known?.was ?? el.defaultValue;
  if (el.value === was) delete words[nameOf(el)];
  else if (el.value !== known?.text) words[nameOf(el)] = { text: el.value, was, sent: known?.sent ?? [] };
}

function forget(words, el) {
  delete words[nameOf(el)];
}

/** The form goes: from its answer we shall know whether its words arrived. */
function mark(form) {
  const written = fields(form);
  if (!written.length) return;
  const sign = [...crypto.getRandomValues(new Uint8Array(8))].map((n) => n.toString(16).padStart(2, "0")).join("");
  change((words) => {
    for (const el of written) {
      note(words, el);
      words[nameOf(el)]?.sent.push(sign);
    }
  });
  form.querySelector(`:scope > [name=${SIGN}]`)?.remove();
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: SIGN, value: sign }));
}

/** Forget what arrived. */
function clear(words) {
  for (const sign of document.cookie.matchAll(new RegExp(`\\b${COOKIE}(\\w+)=`, "g"))) {
    for (const [name, { sent }] of Object.entries(words)) if (sent.includes(sign[1])) delete words[name];
    document.cookie = `${COOKIE}${sign[1]}=; max-age=0; path=/`;
  }
}

function giveBack(words) {
  const said = one("verbinding").dataset;
  for (const el of all("form").filter(isPost).flatMap(fields)) {
    const { text, was, sent } = words[nameOf(el)] ?? {};
    if (text === undefined || el.value !== el.defaultValue || el.value !== was) continue;
    el.value = text;
    el.dispatchEvent(new Event("input", { bubbles: true }));
    const told = Object.assign(document.createElement("p"), { className: "sd-small sd-left" });
    told.textContent = sent.length ? said.perhapsSent : said.notSent;
    el.before(told);
    for (let part = el.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  }
}

document.addEventListener("input", ({ target }) => ours(target) && change((words) => note(words, target)));
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && isPost(event.target)) mark(event.target);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.xhr.getResponseHeader("HX-Redirect")) return;
  if (detail.elt.matches("form")) change((words) => fields(detail.elt).forEach((el) => forget(words, el)));
});
addEventListener("pageshow", () =>
  setTimeout(() => {
    change(clear);
    if (reader) change(giveBack);
  }),
);
