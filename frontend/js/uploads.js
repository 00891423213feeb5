// Sends each chosen file by itself and shows how far it is: [data-upload=url] around a file input.
//
// Sent: csrf token, slot, the key of this sending, file. Answered, whether taken or refused: the row of
// the slot (and what else changed), each by its id. The input is emptied, so that the form does not
// send the file again. Who does not hear the answer asks what became of the key (`ask`: the row, or
// nothing when it did not arrive); who stops it has the server let go of it (`stop`).
import { all, fill, limit, one, say, size, swap, token } from "./dom.js";

/** Files of one slot go one after the other: pages stay in the order in which they were chosen. */
const AT_ONCE = 2;
const WAITS = [0, 1000, 3000, 6000];
/** Answers about a sending: its row, not arrived, no longer asked, no draft. The rest says nothing of it. */
const KNOWN = [200, 204, 400, 404];
const line = [];
/** What was refused, until something else is chosen there: an answer about another file renews the slot. */
let refused = [];
let held = null;

const newKey = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
const wait = (time) => new Promise((done) => setTimeout(done, time));

/** Files of which it is not known whether they arrived: chosen again, they go under the same key. */
const unsure = new Map();

const element = (tag, className, text = "") => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

class Upload {
  constructor(file, box) {
    this.file = file;
    this.url = box.dataset.upload;
    this.path = box.dataset.slotPath;
    this.name = [this.path, file.name, file.size, file.lastModified].join(" ");
    this.key = unsure.get(this.name) ?? newKey();
    this.texts = { ...box.dataset };
    this.form = box.closest("form");
    this.row = this.draw();
    this.place();
  }

  say(text) {
    return fill(this.texts[text], { name: this.file.name });
  }

  draw() {
    const row = element("li", "sd-file__item sd-file__item--busy");
    const text = element("div", "sd-file__text");
    this.bar = element("progress", "sd-progress");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", this.say("textBusy"));
    const stop = element("button", "nl-button nl-button--subtle nl-button--small");
    stop.type = "button";
    const label = element("span", "nl-button__label", this.texts.textStop);
    label.append(element("span", "sd-sr", ` ${this.file.name}`));
    stop.append(label);
    stop.addEventListener("click", () => this.stop());
    text.append(
      element("span", "", this.file.name),
      " ",
      element("span", "sd-muted", size(this.file.size)),
      this.bar,
    );
    row.append(element("span", "sd-file__turn"), text, stop);
    return row;
  }

  get slot() {
    return all("[data-slot]").find((el) => el.dataset.slot === this.path);
  }

  /** Stand in the list of the slot; its row may have been renewed meanwhile. */
  place() {
    this.slot?.querySelector("[data-file-list]")?.append(this.row);
  }

  body() {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token(this.form || document));
    body.append("slot", this.path);
    body.append("sending", this.key);
    return body;
  }

  send() {
    const body = this.body();
    body.append("file", this.file, this.file.name);
    const xhr = (this.xhr = new XMLHttpRequest());
    xhr.open("POST", this.url);
    xhr.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    xhr.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total) this.bar.value = Math.round((loaded / total) * 100);
    });
    xhr.addEventListener("load", () => this.heard(xhr.status, xhr.responseText));
    for (const name of ["error", "timeout"]) xhr.addEventListener(name, () => this.heard(0, ""));
    xhr.send(body);
  }

  /** Without an answer of ours, be it lost on the way, the file may have arrived all the same. */
  async heard(status, html) {
    const answer = status && status < 500 ? { status, html } : await this.tell("ask");
    if (this.stopped) return;
    if (answer.status) unsure.delete(this.name);
    else unsure.set(this.name, this.key);
    if (answer.status) this.answered(answer);
    else this.refuse("textUnsure");
    this.end();
  }

  /** Ask the server about this sending, or have it stopped; a line that broke may be back soon. */
  async tell(verb) {
    const body = this.body();
    body.append(verb, "1");
    const request = { method: "POST", headers: { "X-Requested-With": "XMLHttpRequest" }, body, keepalive: true };
    for (const time of WAITS) {
      await wait(time);
      try {
        const answer = await fetch(this.url, request);
        const html = await answer.text();
        if (KNOWN.includes(answer.status) && !answer.redirected) return { status: answer.status, html };
        if (answer.status < 500) break;
      } catch {
        // no line: once more, or it stays unknown
      }
    }
    return { status: 0, html: "" };
  }

  answered({ status, html }) {
    const ours = status !== 404 && /\bid=/.test(html);
    const had = this.row.contains(document.activeElement) || document.activeElement === document.body;
    if (!ours || !swap(html)) return this.refuse("textFailed");
    this.row.remove();
    for (const other of shown()) if (other !== this) other.place();
    const { slot } = this;
    if (had) (slot?.querySelector("input[type=file]") ?? slot?.querySelector("button"))?.focus();
    if (status < 400) return say(this.say("textDone"));
    const wrong = slot?.querySelector('.sd-file__error[id$="-fout"]');
    wrong?.remove();
    this.place();
    if (wrong) this.wrong(wrong.textContent);
    else this.refuse("textFailed");
  }

  refuse(text, values = {}) {
    this.wrong(fill(this.texts[text], { name: this.file.name, ...values }));
  }

  wrong(sentence) {
    refused.push(this);
    this.bar.replaceWith(element("p", "sd-file__error", sentence));
    this.row.classList.replace("sd-file__item--busy", "sd-file__item--bad");
    this.row.querySelector("button")?.remove();
    stay();
    say(sentence);
  }

  /** Take it off the page, and off the server, where all of it may have arrived. */
  async stop() {
    const at = line.indexOf(this);
    if (at >= 0) line.splice(at, 1);
    this.stopped = true;
    this.row.remove();
    this.slot?.querySelector("input[type=file]")?.focus();
    if (!this.xhr) return;
    this.xhr.abort();
    const { status, html } = await this.tell("stop");
    if (status) swap(html);
    else {
      this.place();
      this.refuse("textUnsure");
    }
    this.end();
  }

  end() {
    line.active.delete(this);
    next();
  }
}

line.active = new Set();

/** A form that waits for its files does not go without the one that failed: a second press sends it. */
function stay() {
  if (!held) return;
  held.submitter?.removeAttribute("aria-busy");
  held.submitter?.focus();
  held = null;
}

// A swap of the documents takes the rows of what is still on its way with it, and what was refused.
for (const name of ["loket:swapped", "htmx:load"]) {
  document.addEventListener(name, () => {
    for (const upload of shown()) if (!upload.row.isConnected) upload.place();
  });
}

/** What stands in the lists besides the files that the server has. */
const shown = () => [...refused, ...line.active, ...line].filter((upload) => !upload.stopped);

const mayGo = ({ path }) => [...line.active].every((other) => other.path !== path);

function next() {
  while (line.active.size < AT_ONCE && line.some(mayGo)) {
    const [upload] = line.splice(line.findIndex(mayGo), 1);
    line.active.add(upload);
    upload.send();
  }
  if (!line.active.size && held) {
    const { form, submitter } = held;
    held = null;
    submitter?.removeAttribute("aria-busy");
    form.requestSubmit(submitter || undefined);
  }
}

/** Refuse at once what the server would refuse after minutes. */
function fault(file, box, number) {
  const room = Number(one("ruimte")?.dataset.room ?? Infinity);
  if (!file.size) return ["textEmpty"];
  if (number >= Number(box.dataset.left)) return ["textMany", { n: box.dataset.left }];
  if (box.dataset.max > 0 && file.size > box.dataset.max)
    return ["textBig", { max: limit(Number(box.dataset.max)) }];
  const going = [...line, ...line.active].reduce((sum, other) => sum + other.file.size, 0);
  if (file.size + going > room) return ["textRoom", { max: limit(Math.max(0, room - going)) }];
  return null;
}

function take(files, box) {
  for (const old of refused) if (old.path === box.dataset.slotPath) old.row.remove();
  refused = refused.filter((old) => old.path !== box.dataset.slotPath);
  [...files].forEach((file, number) => {
    const wrong = fault(file, box, number);
    const upload = new Upload(file, box);
    if (wrong) upload.refuse(...wrong);
    else line.push(upload);
  });
  next();
}

function chosen(target) {
  const box = target.type === "file" && target.closest("[data-upload]");
  if (!box) return;
  const files = [...target.files];
  target.value = "";
  const { slotPath } = box.dataset;
  take(files, all("[data-upload]").find((el) => el.dataset.slotPath === slotPath) ?? box);
}

document.addEventListener("change", ({ target }) => chosen(target));

// The row may be renewed while somebody looks for a file: the input that was opened has then left
// the page, and only it hears of the choice.
const chosenAway = ({ target }) => target.isConnected || chosen(target);
document.addEventListener("click", ({ target }) => {
  if (target.type === "file") target.addEventListener("change", chosenAway);
});

document.addEventListener("dragover", (event) => {
  if (event.target.closest?.("[data-slot]")?.querySelector("[data-upload]")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const box = event.target.closest?.("[data-slot]")?.querySelector("[data-upload]");
  if (!box || !event.dataTransfer.files.length) return;
  event.preventDefault();
  take(event.dataTransfer.files, box);
});

// Who leaves while a file is on its way is asked whether they mean it.
addEventListener("beforeunload", (event) => {
  if (line.active.size || line.length) event.preventDefault();
});

// A form waits for its files: capture, so that nothing else acts on the submit.
document.addEventListener(
  "submit",
  (event) => {
    if (![...line, ...line.active].some((upload) => upload.form === event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form: event.target, submitter: event.submitter };
    event.submitter?.setAttribute("aria-busy", "true");
  },
  true,
);
