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

/** What an element is, wherever it stands: a form is what it does, a card is its heading. */
function nameOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const does = node.tagName === "FORM" ? node.getAttribute("action")?.split("?")[0] : "";
  return node.id || node.getAttribute("aria-labelledby") || does || "";
}

const same = (old, fresh) => old.nodeName === fresh.nodeName && nameOf(old) === nameOf(fresh);

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

/** Put a part where it belongs; whoever stands in it keeps standing there. */
function move(known, at) {
  const focused = document.activeElement;
  known.parentNode.insertBefore(known, at);
  if (known.contains(focused)) focused.focus({ preventScroll: true });
}

function children(old, fresh, left) {
  const named = new Map([...old.children].map((el) => [nameOf(el), el]).reverse());
  named.delete("");
  const coming = new Set([...fresh.children].map(nameOf));
  const stays = (node) => node.dataset?.left !== undefined || (named.has(nameOf(node)) && !coming.has(nameOf(node)));
  for (const [name, el] of named) if (!coming.has(name) && el.dataset.left === undefined) drop(el, left);
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    while (at && stays(at)) at = at.nextSibling;
    const known = named.get(nameOf(next));
    if (known && known !== at && at?.nodeType === Node.TEXT_NODE && at.nextSibling === known) {
      at.remove();
      at = known;
    }
    if (known) {
      named.delete(nameOf(next));
      if (known !== at) move(known, at);
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
    if (!stays(gone)) drop(gone, left);
  }
}

/** Make an element of the page as the fresh one; `left` is said of words that lost their form. */
export function merge(old, fresh, left = "") {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE || (old.tagName === "FORM" && inUse(old))) return;
  if ("own" in old.dataset) return; // what the reader fetched into the page
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(old.tagName)) return field(old, fresh);
  attributes(old, fresh);
  children(old, fresh, left);
}
