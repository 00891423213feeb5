// Saves a draft field by field: form[data-autosave=url].
//
// Sent: path, value (repeated for several ticks; JSON of its parts for an address or a period),
// seen (the same, as this page last knew it to be saved), both (when the page showed two answers
// to the question, so that this one is a choice), csrf token.
// Answered: 200 with parts of the page by id (the save state, what follows from the answer);
// 409 with the field that holds both answers. Until the server says saved, a copy stays in
// sessionStorage, so that a reload, a lost line or a sign-out loses nothing.
import { all, one, swap, token } from "./dom.js";

const WAIT = 800;
const SOON = 300;
const AGAIN = [3000, 10000, 30000];

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
    this.waiting = new Map();
    this.seen = new Map();
    this.failures = 0;
    this.stopped = false;
    form.addEventListener("input", ({ target }) => this.note(target, WAIT));
    form.addEventListener("change", ({ target }) => this.note(target, 0));
    form.addEventListener("focusout", ({ target }) => this.leave(target));
    form.addEventListener("click", (event) => this.choose(event));
    form.addEventListener("submit", () => this.letGo());
    addEventListener("online", () => this.sendSoon(0));
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
    const late = el.type === "date" && String(this.value(path)) !== String(this.known(path));
    if (late && !this.waiting.has(path)) this.note(el, 0);
    if (this.waiting.has(path)) this.sendSoon(0);
  }

  note(el, wait) {
    if (this.putting || halfTyped(el) || !el.name || SILENT.test(el.type) || "noSave" in el.dataset) return;
    const path = this.path(el);
    const both = Boolean(this.conflict(path) || this.waiting.get(path)?.both);
    this.waiting.set(path, { value: this.value(path), seen: this.known(path), both });
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
    if (this.busy || this.stopped || !this.waiting.size) return;
    const [path, entry] = this.waiting.entries().next().value;
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
    if (this.waiting.size && !this.failures && !this.stopped) this.sendSoon(0);
  }

  post(path, { value, seen, both }, keepalive = false) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(this.form), path });
    if (both) body.append("both", "1");
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
      if (changed) this.waiting.get(path).seen = entry.value;
    }
    if (!changed) this.waiting.delete(path);
    this.keep();
    const text = await response.text();
    // What was typed since is newer than a question that comes back: its own save will tell.
    if (!response.ok && this.waiting.has(path)) return;
    const swapped = this.put(text);
    if (!response.ok && !(response.status === 409 && swapped)) this.tell("textUnsaved");
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
    if (this.stopped) return;
    for (const [path, entry] of this.waiting) this.post(path, entry, true).catch(() => {});
  }

  /** The whole form is on its way: nothing is left to save apart, unless nobody is signed in. */
  letGo() {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.waiting.clear();
    this.keep();
  }

  /** Bring back what a reload or a lost line left unsaved, and save it after all. */
  recover() {
    this.stopped = false;
    let left = [];
    try {
      left = JSON.parse(sessionStorage.getItem(this.store) || "[]");
    } catch {
      left = [];
    }
    for (const [path, { value, seen, both }] of left) {
      if (this.controls(path).length) {
        if (String(this.value(path, true)) === String(value)) continue;
        this.fill(path, value);
      } // else it stands on another step, and is saved from here
      this.waiting.set(path, { value, seen, both });
    }
    for (const path of new Set([...this.form.elements].map((el) => this.path(el)))) {
      const el = path && this.controls(path)[0];
      if (!el || this.waiting.has(path) || String(this.value(path)) === String(this.value(path, true))) continue;
      this.note(el, 0);
    }
    this.keep();
    if (this.waiting.size) this.sendSoon(0);
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
    this.waiting.set(path, { value: this.value(path), seen: theirs, both: true });
    this.keep();
    this.controls(path)[0].focus();
    this.sendSoon(0);
  }

  /** Say it in the form too, for when the whole form is sent before the choice is saved. */
  settle(path, theirs) {
    for (const value of theirs) {
      const other = document.createElement("input");
      Object.assign(other, { type: "hidden", name: `andere.${path}`, value });
      this.form.append(other);
    }
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
