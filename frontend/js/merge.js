// Brings a part of a page up to date with how the server shows it now: only what differs is touched,
// so that focus, scroll, open details and the place of a screen reader stay.
//
// What somebody typed or chose always stays. A form in which something was typed keeps all of its
// fields, the hidden ones too: it still says which state its writer looked at. A form that is no
// longer there, but holds words, stays with the sentence that says so.
import { all } from "./dom.js";

const WORDS = /^(textarea|input)$/i;
const NO_WORDS = /^(hidden|radio|checkbox|file|submit|button|reset)$/;

const hasWords = (el) => WORDS.test(el.tagName) && !NO_WORDS.test(el.type);

/** Whether a field was touched: it holds something else than the page came with, or is being typed in. */
export function touched(el) {
  if (el.type === "file") return el.files.length > 0;
  if (el.type === "radio" || el.type === "checkbox") return el.checked !== el.defaultChecked;
  if (el.tagName === "SELECT") {
    const first = [...el.options].findIndex((option) => option.defaultSelected);
    return el.selectedIndex !== Math.max(0, first);
  }
  return hasWords(el) && (el.value !== el.defaultValue || el === document.activeElement);
}

const fields = (within) => all("input, textarea, select", within);
export const inUse = (within) => fields(within).some(touched);
const holdsWords = (node) =>
  node.nodeType === Node.ELEMENT_NODE &&
  fields(node).some((el) => (hasWords(el) ? el.value !== el.defaultValue : el.type === "file" && el.files.length > 0));

const same = (old, fresh) => old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && old.id === fresh.id;

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
}

/** A field that nobody touched says what the server says. */
function field(old, fresh) {
  if (touched(old)) return;
  attributes(old, fresh);
  if (old.tagName === "SELECT") {
    old.innerHTML = fresh.innerHTML;
    return;
  }
  if (old.tagName === "TEXTAREA") old.defaultValue = fresh.defaultValue;
  old.value = fresh.value;
  old.checked = fresh.checked;
}

/** What is no longer there goes, unless it holds words. */
function drop(node, left) {
  if (!holdsWords(node)) return node.remove();
  if (node.querySelector("[data-left]")) return;
  const note = document.createElement("p");
  note.className = "sd-small sd-left";
  note.dataset.left = "";
  note.textContent = left;
  node.prepend(note);
}

function children(old, fresh, left) {
  const byId = new Map([...old.children].filter((el) => el.id).map((el) => [el.id, el]));
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    while (at && at.dataset?.left !== undefined) at = at.nextSibling;
    const known = next.id && byId.get(next.id);
    if (known && known.parentNode === old) {
      if (known !== at) old.insertBefore(known, at);
      else at = at.nextSibling;
      merge(known, next, left);
    } else if (at && same(at, next)) {
      const here = at;
      at = at.nextSibling;
      merge(here, next, left);
    } else {
      const made = document.importNode(next, true);
      old.insertBefore(made, at);
      if (made.nodeType === Node.ELEMENT_NODE) window.htmx?.process(made);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    drop(gone, left);
  }
}

/** Make an element of the page as the fresh one; `left` is said of words that lost their form. */
export function merge(old, fresh, left = "") {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE || (old.tagName === "FORM" && inUse(old))) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(old.tagName)) return field(old, fresh);
  attributes(old, fresh);
  children(old, fresh, left);
}
