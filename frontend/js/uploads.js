// Sends each chosen file by itself and shows how far it is: [data-upload=url] around a file input.
//
// Sent: csrf token, slot, file. Answered, whether taken or refused: the row of the slot (and what else
// changed), each by its id. The input is emptied, so that the form does not send the file again.
import { all, fill, limit, one, say, size, swap, token } from "./dom.js";

const AT_ONCE = 2;
const line = [];
let running = 0;
let held = null;

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

  /** Stand in the list of the slot; its row may have been renewed meanwhile. */
  place() {
    const slot = all("[data-slot]").find((el) => el.dataset.slot === this.path);
    slot?.querySelector("[data-file-list]")?.append(this.row);
  }

  send() {
    running += 1;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token(this.form || document));
    body.append("slot", this.path);
    body.append("file", this.file, this.file.name);
    const xhr = (this.xhr = new XMLHttpRequest());
    xhr.open("POST", this.url);
    xhr.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    xhr.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total) this.bar.value = Math.round((loaded / total) * 100);
    });
    xhr.addEventListener("load", () => this.answered());
    for (const name of ["error", "timeout"]) xhr.addEventListener(name, () => this.refuse("textFailed"));
    xhr.addEventListener("loadend", () => this.end());
    xhr.send(body);
  }

  answered() {
    const { status, responseText } = this.xhr;
    const ours = status < 500 && status !== 404 && /\bid=/.test(responseText);
    const had = this.row.contains(document.activeElement) || document.activeElement === document.body;
    if (!ours || !swap(responseText)) return this.refuse("textFailed");
    this.row.remove();
    for (const other of line.active) if (other !== this) other.place();
    const slot = all("[data-slot]").find((el) => el.dataset.slot === this.path);
    if (had) (slot?.querySelector("input[type=file]") ?? slot?.querySelector("button"))?.focus();
    const wrong = status >= 400 && slot?.querySelector(".sd-file__error:last-of-type");
    say(wrong ? wrong.textContent : this.say("textDone"));
  }

  refuse(text, values = {}) {
    const sentence = fill(this.texts[text], { name: this.file.name, ...values });
    this.bar.replaceWith(element("p", "sd-file__error", sentence));
    this.row.classList.replace("sd-file__item--busy", "sd-file__item--bad");
    this.row.querySelector("button").remove();
    this.row.dataset.refused = "";
    say(sentence);
  }

  stop() {
    const at = line.indexOf(this);
    if (at >= 0) line.splice(at, 1);
    this.xhr?.abort();
    this.row.remove();
    one(this.path)?.focus();
  }

  end() {
    running -= 1;
    line.active.delete(this);
    next();
  }
}

line.active = new Set();

// A swap of the documents takes the rows of what is still on its way with it.
document.addEventListener("loket:swapped", () => {
  for (const upload of line.active) if (!upload.row.isConnected) upload.place();
});

function next() {
  while (running < AT_ONCE && line.length) {
    const upload = line.shift();
    line.active.add(upload);
    upload.send();
  }
  if (!running && held) {
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
  for (const old of all("[data-refused]", box.closest("[data-slot]") || document)) old.remove();
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

// A form waits for its files: capture, so that nothing else acts on the submit.
document.addEventListener(
  "submit",
  (event) => {
    if (!running && !line.length) return;
    if (![...line, ...line.active].some((upload) => upload.form === event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form: event.target, submitter: event.submitter };
    event.submitter?.setAttribute("aria-busy", "true");
  },
  true,
);
