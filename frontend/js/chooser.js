// Boxes before the rows of a list: how many are ticked, all at once, from one to another, by key.
import { all, fill } from "./dom.js";

let last = null;

const boxes = () => all("[data-tick]");

function tell() {
  const form = document.querySelector("[data-chooser]");
  const words = form?.querySelector("[data-ticked]");
  if (!words) return;
  const n = boxes().filter((box) => box.checked).length;
  words.dataset.plain ??= words.textContent;
  words.textContent = n ? fill(words.dataset.ticked, { n }) : words.dataset.plain;
  for (const head of all("[data-tick-all]")) head.checked = n > 0 && n === boxes().length;
}

/** Tick or untick everything between the box before and this one. */
function range(box) {
  const list = boxes();
  const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) for (const each of list.slice(from, to + 1)) each.checked = box.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-tick]");
  const head = event.target.closest?.("[data-tick-all]");
  if (!box && !head) return;
  if (head) for (const each of boxes()) each.checked = head.checked;
  else {
    if (event.shiftKey && last) range(box);
    last = box;
  }
  tell();
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (!row || event.key.toLowerCase() !== "x" || event.ctrlKey || event.altKey || event.metaKey) return;
  const box = row.closest("tr")?.querySelector("[data-tick]");
  if (!box || document.documentElement.dataset.singleKeys === "off") return;
  box.checked = !box.checked;
  if (event.shiftKey && last) range(box);
  last = box;
  event.preventDefault();
  tell();
});

window.addEventListener("pageshow", tell);
