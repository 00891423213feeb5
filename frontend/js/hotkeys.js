// Keys: [data-hotkey] on the thing itself. A text field keeps its single characters (WCAG 2.1.4).
import { all, one, root, say } from "./dom.js";

const isText = (el) =>
  el?.isContentEditable ||
  /^(textarea|select)$/i.test(el?.tagName) ||
  (el?.tagName === "INPUT" && !/^(radio|checkbox|button|submit|file)$/.test(el.type));

/** The name of what was pressed; Alt keys by their place, for on a Mac they type a sign. */
function pressed(event) {
  const alt = event.altKey && /^Key[A-Z]$/.test(event.code);
  const key = alt ? event.code.slice(3).toLowerCase() : event.key;
  const held = (event.ctrlKey || event.metaKey ? "Control+" : "") + (event.altKey ? "Alt+" : "");
  return held + (key.length === 1 ? key.toLowerCase() : key);
}

function toRow(step) {
  const rows = all("[data-row]");
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + step))].focus();
  return true;
}

const SENDS = "button[type=submit]:not([formnovalidate])";

/** The buttons of the nearest part around a field that has any: a reason to refuse has its own. */
function nearest(field, form) {
  for (let part = field; part !== form; part = part.parentElement) {
    const found = part.matches("details, fieldset") ? all(SENDS, part) : [];
    if (found.length) return found;
  }
  return all(SENDS, form);
}

/** Send what is written. Where a form can be answered in more than one way, only its writer chooses. */
function send(event) {
  const form = event.target.closest?.("form");
  if (!form || form.getAttribute("role") === "search") return false;
  const buttons = nearest(event.target, form);
  if (buttons.length > 1) say(one("gezegd")?.dataset.choose);
  else form.requestSubmit(buttons[0]);
  return true;
}

function press(key) {
  const target = all("[data-hotkey]").find((el) => el.dataset.hotkey === key && el.offsetParent);
  if (!target) return false;
  if (isText(target)) {
    target.focus();
    if (target.type === "search") target.select();
  } else target.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const key = pressed(event);
  const single = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (single && (isText(event.target) || root.dataset.singleKeys === "off")) return;
  let done = false;
  if (key === "?" && one("toetsen")) {
    one("toetsen").showModal();
    done = true;
  } else if (key === "Control+Enter") done = send(event);
  else if (key === "j") done = toRow(1) || press(key);
  else if (key === "k") done = toRow(-1) || press(key);
  else done = press(key);
  if (done) event.preventDefault();
});
