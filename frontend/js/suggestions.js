// The search box: the server sends the options, this only moves through them.
import Combobox from "@github/combobox-nav";
import { all, one } from "./dom.js";

for (const input of all("[data-combobox]")) {
  const list = one(input.dataset.combobox);
  const box = new Combobox(input, list, { tabInsertsSuggestions: false });
  const show = () => {
    if (!list.children.length || !list.hidden) return;
    list.hidden = false;
    box.start();
  };
  const hide = () => {
    if (list.hidden) return;
    list.hidden = true;
    box.stop();
  };
  input.setAttribute("aria-expanded", "false");
  new MutationObserver(() => {
    hide();
    if (document.activeElement === input && input.value) show();
  }).observe(list, { childList: true });
  input.addEventListener("focus", show);
  input.addEventListener("blur", () => setTimeout(hide, 150));
  input.addEventListener("input", () => input.value || hide());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.key === "ArrowDown") show();
  });
  list.addEventListener("combobox-commit", (event) => {
    const { href } = event.target.dataset;
    if (href) location.assign(href);
  });
}
