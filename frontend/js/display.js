// Light, dark, or as the device has it; the server renders the same choice from the cookie.
import { all, root } from "./dom.js";

function show(choice) {
  if (choice === "auto") delete root.dataset.theme;
  else root.dataset.theme = choice;
  for (const link of all("[data-theme-set]")) {
    if (link.dataset.themeSet === choice) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-theme-set]");
  if (!link) return;
  event.preventDefault();
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `weergave=${link.dataset.themeSet}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  show(link.dataset.themeSet);
});
