// Menus are details elements and work without this; here they close as people expect.
import { all, one } from "./dom.js";

document.addEventListener("click", (event) => {
  for (const menu of all("details.sd-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest("[data-open]");
  if (opener) one(opener.dataset.open)?.showModal();
  const printer = event.target.closest("[data-print]");
  if (printer) {
    event.preventDefault();
    print();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.sd-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A short message goes away by itself, but not while somebody reads or uses it.
function leave(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leave(toast);
    else toast.remove();
  }, 10000);
}
new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) if (node.matches?.("[data-toast]")) leave(node);
}).observe(one("meldingen") || document.createElement("div"), { childList: true });
all("[data-toast]").forEach(leave);
