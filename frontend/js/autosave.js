// Saves a draft field by field: form[data-autosave=url].
//
// Sent: path, value (repeated for several ticks; JSON of its parts for an address or a period),
// seen (the same, as this page last knew it to be saved), both (when the page showed two answers
// to the question, so that this one is a choice), in-taal (when it was typed on a page in another
// language than this one), csrf token.
// Answered: 200 with parts of the page by id (the save state, what follows from the answer);
// 409 with the field that holds both answers. Until the server says saved, a copy stays in
// sessionStorage, so that a reload, a lost line or a sign-out loses nothing. A form that is sent keeps
// that copy too: the next page of the draft, whichever that is, sees whether it arrived.
//
// A browser that goes back puts what stood in the fields then over what the server holds now. What
// each visit of a page had saved is kept with it (history.state), so that old answers are no typing.
import { all, one, swap, token } from "./dom.js";

const WAIT = 800;
const SOON = 300;
const AGAIN = [3000, 5000, 10000];

const ON_THE_DEVICE = "op-dit-apparaat"; // core/typed.py: the words are kept here, the page may go

const same = (one, other) => String(one) === String(other);

const SILENT = /^(hidden|file|submit|button|reset|fieldset|output)$/;

/** A date in the year 2, 20 or 202 on its way to 2027: every digit makes a whole date. */
const halfTyped = (el) => el.type === "date" && el.value.startsWith("0") && el === document.activeElement;

/** What the inputs of one name hold, now or as the page came. */
function read(controls, initial) {
  const held = [];
  for (const el of controls) {
    if (el.type === "radio" || el.type === "checkbox") {
      if (initial ? el.defaultChecked : el.checked) held.push(el.value);
    } else if (el.tagName === "SELECT") {
      const first = all("option", el).find((option) => option.defaultSelected) ?? el.options[0];
      held.push((initial ? first : el.selectedOptions[0])?.value ?? "");
    } else held.push(initial ? el.defaultValue : el.value);
  }
  return held.length ? held : [""];
}

/** The other answer of a conflict; of several ticks it is a list. */
function told(conflict) {
  const { seen, many } = conflict.dataset;
  const list = many === undefined ? [seen] : JSON.parse(seen || "[]");
  return list.length ? list : [""];
}

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.store = `loket:${this.url.split("?")[0]}`; // the same for every opening of this draft
    this.lang = new URL(this.url, location.href).searchParams.get("in-taal");
    this.waiting = new Map();
    this.seen = new Map();
    this.failures = 0;
    this.stopped = false;
    form.addEventListener("input", ({ target }) => this.note(target, WAIT));
    form.addEventListener("change", ({ target }) => this.note(target, 0));
    form.addEventListener("focusout", ({ target }) => this.leave(target));
    form.addEventListener("click", (event) => this.choose(event));
    form.addEventListener("submit", () => this.letGo());
    for (const name of ["loket:swapped", "htmx:afterSwap"]) form.addEventListener(name, () => this.giveBack());
    addEventListener("online", () => this.sendSoon(0));
    document.addEventListener("loket:back", () => {
      this.stopped = false;
      this.sendSoon(0);
    });
    addEventListener("pagehide", () => this.sendAll());
    document.addEventListener("visibilitychange", () => document.hidden && this.sendSoon(0));
    addEventListener("pageshow", () => setTimeout(() => this.recover(), 0));
  }

  /** The question that an input belongs to: its own, or the one of which it is a part. */
  path(el) {
    return el.closest("[data-parts]")?.dataset.field ?? el.name;
  }

  controls(path) {
    return [...this.form.elements].filter((el) => el.name && this.path(el) === path && !SILENT.test(el.type));
  }

  /** The answer as it stands: one text, the ticked values, or the parts as JSON. */
  value(path, initial = false) {
    const controls = this.controls(path);
    if (!controls[0]?.closest("[data-parts]")) return read(controls, initial);
    const parts = {};
    for (const { name } of controls) {
      const same = controls.filter((el) => el.name === name);
      parts[name.slice(path.length + 1)] = read(same, initial)[0];
    }
    return [JSON.stringify(parts)];
  }

  /** Where the page shows two answers to the question. */
  conflict(path) {
    return this.controls(path)[0]?.closest("[data-field]")?.querySelector("[data-seen]");
  }

  /** What this page knows to be saved. */
  known(path) {
    const conflict = this.conflict(path);
    if (conflict) return told(conflict);
    if (!this.seen.has(path)) this.seen.set(path, this.value(path, true));
    return this.seen.get(path);
  }

  /** Who goes on to another question wants this one saved. */
  leave(el) {
    const path = this.path(el);
    const late = el.type === "date" && !same(this.value(path), this.known(path));
    if (late && !this.waiting.has(path)) this.note(el, 0);
    if (this.waiting.has(path)) this.sendSoon(0);
  }

  note(el, wait, lang = this.lang) {
    if (this.putting || halfTyped(el) || !el.name || SILENT.test(el.type) || "noSave" in el.dataset) return;
    this.sent = false;
    const path = this.path(el);
    const both = Boolean(this.conflict(path) || this.waiting.get(path)?.both);
    this.waiting.set(path, { value: this.value(path), seen: this.known(path), both, lang });
    this.keep();
    this.sendSoon(wait);
  }

  /** Keep a copy on the device; without one the page still works. */
  keep() {
    try {
      if (this.waiting.size) sessionStorage.setItem(this.store, JSON.stringify([...this.waiting]));
      else sessionStorage.removeItem(this.store);
    } catch {
      this.store = "";
    }
  }

  sendSoon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  async send() {
    const next = [...this.waiting].find(([, { refused }]) => !refused);
    if (this.busy || this.stopped || this.sent || !next) return;
    const [path, entry] = next;
    this.busy = true;
    const slow = setTimeout(() => this.tell("textSaving"), SOON);
    try {
      await this.judge(path, entry, await this.post(path, entry));
    } catch {
      this.retry();
    } finally {
      clearTimeout(slow);
      this.busy = false;
    }
    if (!this.failures) this.sendSoon(0);
  }

  post(path, { value, seen, both, lang }, keepalive = false) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(this.form), path });
    if (both) body.append("both", "1");
    if (lang && lang !== this.lang) body.append("in-taal", lang);
    for (const one of value) body.append("value", one);
    for (const one of seen) body.append("seen", one);
    return fetch(this.url, { method: "POST", body, redirect: "manual", keepalive });
  }

  async judge(path, entry, response) {
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      this.stopped = true;
      return this.tell("textSignedOut");
    }
    if (response.status >= 500 || response.status === 429) return this.retry();
    this.failures = 0;
    const changed = this.waiting.get(path) !== entry;
    if (response.ok) {
      this.seen.set(path, entry.value);
      this.settled(path);
      this.visited(path, entry.value);
      if (changed) this.waiting.get(path).seen = entry.value;
      else this.waiting.delete(path);
    } else entry.refused = true; // the copy stays, and is tried again on the next page
    this.keep();
    const text = await response.text();
    // What was typed since is newer than a question that comes back: its own save will tell.
    if (!response.ok && changed) return;
    const swapped = this.put(text) && this.controls(path).length;
    if (response.status === 409 && swapped) this.waiting.delete(path); // the page holds both answers
    else if (!response.ok && this.controls(path).length) this.tell("textUnsaved");
    if (entry.lang && entry.lang !== this.lang) this.seen.delete(path); // it is shown as this page writes
    this.keep();
    if (response.ok)
      this.form.dispatchEvent(new CustomEvent("loket:saved", { bubbles: true, detail: { path } }));
  }

  /** Put the answer in the page; a question that loses focus by it was not changed by anybody. */
  put(text) {
    this.putting = true;
    try {
      return swap(text);
    } finally {
      this.putting = false;
    }
  }

  retry() {
    this.tell("textUnsaved");
    document.dispatchEvent(new Event("loket:unsaved"));
    const wait = AGAIN[Math.min(this.failures, AGAIN.length - 1)];
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.send();
    }, wait);
  }

  /** Send what is left while the page goes; the browser finishes it. */
  sendAll() {
    clearTimeout(this.timer);
    if (this.stopped || this.sent) return;
    for (const [path, entry] of this.waiting)
      if (!entry.refused) this.post(path, entry, true).catch(() => {});
  }

  /** The whole form is on its way: nothing is left to save apart, unless nobody is signed in. */
  letGo() {
    clearTimeout(this.timer);
    this.form.querySelector(`[name=${ON_THE_DEVICE}]`)?.remove();
    if (this.stopped) return this.say(ON_THE_DEVICE, "1");
    for (const path of this.paths())
      if (!same(this.value(path), this.value(path, true))) this.visited(path, this.value(path));
    this.sent = true; // on the device it stays, until it is seen that it arrived
  }

  paths() {
    const found = new Set([...this.form.elements].map((el) => this.path(el)));
    return [...found].filter((path) => path && this.controls(path).length);
  }

  /** This visit of the page saved an answer: who comes back to it did not type it then. */
  visited(path, value) {
    const before = history.state?.[this.store] ?? {};
    history.replaceState({ ...history.state, [this.store]: { ...before, [path]: value } }, "");
  }

  /** Bring back what a reload or a lost line left unsaved, and save it after all. */
  recover() {
    this.stopped = this.sent = false;
    const typedIn = this.typedIn();
    let left = [];
    try {
      left = JSON.parse(sessionStorage.getItem(this.store) || "[]");
    } catch {
      left = [];
    }
    for (const [path, { value, seen, both, lang }] of left) {
      if (this.controls(path).length) {
        if (same(this.value(path, true), value) && (lang ?? this.lang) === this.lang) continue;
        this.fill(path, value);
      } // else it stands on another step, and is saved from here
      this.waiting.set(path, { value, seen, both, lang });
    }
    const visit = history.state?.[this.store] ?? {};
    for (const path of this.paths()) {
      const value = this.value(path);
      const shown = [this.value(path, true), this.known(path)];
      if (this.waiting.has(path) || shown.some((one) => same(value, one))) continue;
      if (same(value, visit[path])) this.fill(path, shown[0]);
      else {
        if (path in visit) this.seen.set(path, visit[path]);
        this.note(this.controls(path)[0], 0, typedIn); // a browser that goes back fills in what was typed
      }
    }
    this.keep();
    if (this.waiting.size) this.sendSoon(0);
  }

  /** The language in which this place in the history was shown when somebody typed there. */
  typedIn() {
    const lang = history.state?.lang ?? this.lang;
    if (history.state?.lang !== this.lang) history.replaceState({ ...history.state, lang: this.lang }, "");
    return lang;
  }

  /** A part of the page that was renewed knows less than what was typed in it meanwhile. */
  giveBack() {
    for (const [path, { value }] of this.waiting) {
      const shown = this.value(path);
      if (same(shown, this.value(path, true)) && !same(shown, value)) this.fill(path, value);
    }
  }

  fill(path, value) {
    const controls = this.controls(path);
    const parts = controls[0]?.closest("[data-parts]") ? JSON.parse(value[0] || "{}") : null;
    for (const el of controls) {
      if (parts) el.value = parts[el.name.slice(path.length + 1)] ?? "";
      else if (el.type === "radio" || el.type === "checkbox") el.checked = value.includes(el.value);
      else el.value = value[0] ?? "";
      el.dispatchEvent(new Event("loket:filled", { bubbles: true }));
    }
  }

  /** Two answers to one question: keep this one, or take the other. */
  choose(event) {
    const button = event.target.closest("button[name=keep], button[name=take]");
    if (!button || !this.controls(button.value).length) return;
    event.preventDefault();
    const path = button.value;
    const conflict = button.closest("[data-seen]");
    const theirs = told(conflict);
    conflict.remove();
    this.seen.set(path, theirs);
    if (button.name === "take") this.fill(path, theirs);
    this.settle(path, theirs);
    this.waiting.set(path, { value: this.value(path), seen: theirs, both: true, lang: this.lang });
    this.keep();
    this.controls(path)[0].focus();
    this.sendSoon(0);
  }

  /** Say it in the form too, for when the whole form is sent before the choice is saved. */
  settle(path, theirs) {
    for (const value of theirs) this.say(`andere.${path}`, value);
  }

  say(name, value) {
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name, value });
    this.form.append(hidden);
  }

  settled(path) {
    for (const other of all(`[name="${CSS.escape(`andere.${path}`)}"]`, this.form)) other.remove();
  }

  tell(text) {
    const state = one("bewaard");
    if (state && state.textContent.trim() !== state.dataset[text]) state.textContent = state.dataset[text];
  }
}

for (const form of all("form[data-autosave]")) new Draft(form);
