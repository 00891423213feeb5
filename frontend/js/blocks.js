// Text blocks for what is being written: found in the box below the field, or in the text itself
// by two slashes and a code. The server finds them and fills them in; what comes back is only text.
import { all, fill, token } from "./dom.js";

const WAIT = 150;
const ASKED = /(^|\s)\/\/(\S{0,40})$/;

function withBlocks(row) {
  const form = row.closest("form");
  const area = form.elements.text;
  const box = form.elements.blok;
  const list = row.querySelector("[role=listbox]");
  const said = row.querySelector("[data-block-said]");
  let field = box;
  let timer = 0;
  let turn = 0;

  box.setAttribute("role", "combobox");
  for (const el of [box, area]) {
    el.setAttribute("aria-controls", list.id);
    el.setAttribute("aria-autocomplete", "list");
  }

  const options = () => all("[role=option]", list);
  const marked = () => list.querySelector("[aria-selected=true]");
  const tell = (sentence) => (said.textContent = sentence);

  function mark(option) {
    marked()?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    clearTimeout(timer);
    turn += 1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    for (const el of [box, area]) el.removeAttribute("aria-activedescendant");
  }

  /** Show what the server found; an answer that was overtaken is left alone. */
  async function find(words) {
    const mine = (turn += 1);
    const query = new URLSearchParams({ doe: row.dataset.verb, q: words });
    if (form.elements.bloktaal) query.set("bloktaal", form.elements.bloktaal.value);
    let html;
    try {
      const answer = await fetch(`${row.dataset.blocks}?${query}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      html = await answer.text();
    } catch {
      return; // the line is gone: the box and its button still work when it is back
    }
    if (mine !== turn) return;
    list.innerHTML = html;
    const n = options().length;
    list.hidden = !n;
    box.setAttribute("aria-expanded", String(n > 0 && field === box));
    field.removeAttribute("aria-activedescendant");
    const { found, foundOne, foundNone } = row.dataset;
    tell(n > 1 ? fill(found, { n }) : n ? foundOne : foundNone);
    if (n && field === area) mark(options()[0]);
  }

  function show(el, words) {
    field = el;
    return find(words);
  }

  function soon(el, words) {
    field = el;
    clearTimeout(timer);
    timer = setTimeout(() => find(words), WAIT);
  }

  /** The place of two slashes and a code right before the cursor. */
  function asked() {
    const before = area.value.slice(0, area.selectionStart);
    const match = ASKED.exec(before);
    return match && { from: before.length - match[2].length - 2, words: match[2] };
  }

  async function put(key) {
    const here = field === area && asked();
    close();
    const body = new URLSearchParams({
      blok: key,
      verb: row.dataset.verb,
      bloktaal: form.elements.bloktaal?.value ?? "",
      csrfmiddlewaretoken: token(form),
    });
    try {
      const answer = await fetch(row.dataset.insert, {
        method: "POST",
        headers: { "HX-Request": "true" },
        body,
      });
      if (answer.status === 404) return show(box, key);
      const { text, said: sentence } = await answer.json();
      write(text, here);
      tell(sentence);
    } catch {
      tell(row.dataset.failed); // the line is gone, or the session: nothing that was typed is lost
    }
  }

  /** In the place of what was typed to find it, else where the cursor stands. */
  function write(text, here) {
    const from = here ? here.from : area.selectionStart;
    const before = area.value.slice(0, from);
    const gap = here || !before.trim() || before.endsWith("\n") ? "" : "\n\n";
    area.setRangeText(gap + text, from, area.selectionEnd, "end");
    box.value = "";
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function move(step) {
    const found = options();
    const at = found.indexOf(marked()) + step;
    mark(found[(at + found.length) % found.length] ?? found[0]);
  }

  /** Enter in another field of one line goes on to the words; it asks for no text block. */
  function onward(event) {
    if (event.key !== "Enter" || event.target === box || !event.target.matches("input[type=text], input[type=date]"))
      return;
    event.preventDefault();
    area.focus();
  }

  function press(event) {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.target !== box || event.key !== "ArrowDown") return;
      soon(box, box.value);
    } else if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(marked() ? -1 : 0);
    else if (event.key === "Enter" && marked()) put(marked().dataset.key);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  box.setAttribute("aria-expanded", "false");
  box.addEventListener("input", () => (box.value.trim() ? soon(box, box.value) : close()));
  area.addEventListener("input", () => {
    const here = asked();
    if (here) soon(area, here.words);
    else if (field === area) close();
  });
  for (const el of [box, area]) {
    el.addEventListener("keydown", press);
    el.addEventListener("blur", () => setTimeout(() => document.activeElement === el || field !== el || close(), 150));
  }
  form.addEventListener("keydown", onward);
  row.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    box.focus();
    if (box.value.trim()) put(box.value);
    else show(box, "");
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) put(option.dataset.key);
  });
  form.elements.bloktaal?.addEventListener("change", () => list.hidden || soon(field, field === box ? box.value : ""));
}

all("[data-blocks]").forEach(withBlocks);
