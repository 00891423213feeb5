// Small words for what the other files do with the page.

export const root = document.documentElement;
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];
export const one = (id) => document.getElementById(id);

/** Fill a sentence of the server: "{name} is te groot". */
export function fill(sentence, values) {
  return (sentence || "").replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}

/** Tell it to who listens, without moving the focus. */
export function say(sentence) {
  const region = one("gezegd");
  if (region) region.textContent = sentence;
}

/** A number of bytes as people of the page's language write it. */
export function size(bytes) {
  const [unit, number] = bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
  const digits = { maximumFractionDigits: unit === "megabyte" ? 1 : 0 };
  return new Intl.NumberFormat(root.lang, { style: "unit", unit, ...digits }).format(number);
}

/** A limit in megabytes, as the server counts and writes it: 1,024 times 1,024 bytes, never rounded up. */
export function limit(bytes) {
  const tenths = Math.floor((bytes * 10) / 2 ** 20) / 10;
  const format = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(root.lang, format).format(tenths);
}

/** The token that proves that a post comes from our own page. */
export function token(within) {
  return within.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
}

/** The part of the page that a late answer would put back in time. */
function newer(fresh) {
  const shown = fresh.dataset.rev && one(fresh.id);
  return shown && Number(shown.dataset.rev) > Number(fresh.dataset.rev) ? shown : null;
}

/**
 * Put an answer of the server in the page: each element takes the place of the one with its id.
 * A whole page is no answer to a part of one, and is left alone. Focus stays where it was.
 * Answers may overtake each other: what shows a newer revision already stays.
 */
export function swap(html) {
  if (/^\s*<!doctype/i.test(html)) return false;
  const template = document.createElement("template");
  template.innerHTML = html;
  const focused = document.activeElement?.id;
  for (const fresh of [...template.content.children]) {
    const old = fresh.id && one(fresh.id);
    if (!old) continue;
    if (old.getAttribute("role") === "status") {
      if (old.textContent.trim() !== fresh.textContent.trim()) old.innerHTML = fresh.innerHTML;
      continue;
    }
    if (newer(fresh)) continue;
    for (const part of all("[data-rev]", fresh)) if (newer(part)) part.replaceWith(newer(part));
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    fresh.dispatchEvent(new CustomEvent("loket:swapped", { bubbles: true }));
  }
  const again = focused && one(focused);
  if (again && document.activeElement !== again) again.focus({ preventScroll: true });
  return true;
}
