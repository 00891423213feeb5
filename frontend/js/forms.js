// What helps in every form: room in a text, chosen files, one send at a time, focus on what is new.
import { all, fill, one } from "./dom.js";

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.count) return;
  const out = one(`${target.id}-tel`);
  if (!out) return;
  const room = target.dataset.count - target.value.length;
  out.textContent = fill(room >= 0 ? out.dataset.room : out.dataset.over, { n: Math.abs(room) });
  clearTimeout(out.later);
  out.later = setTimeout(() => out.setAttribute("aria-live", "polite"), 900);
});

// Who changes what we knew already is asked what was wrong with it.
document.addEventListener("change", ({ target }) => {
  const asked = target.closest("[data-field]")?.querySelector(".sd-remark");
  if (asked && !asked.contains(target) && !("noSave" in target.dataset)) asked.open = true;
});

// An answer that became good without sending the form is no fault any more.
const takeBack = () => {
  for (const field of all("[data-sound]").map((part) => part.closest("[data-field]"))) {
    const error = field?.querySelector(":scope > .utrecht-form-field-error-message");
    if (!error) continue;
    const input = field.querySelector("[aria-invalid]");
    input?.removeAttribute("aria-invalid");
    input?.setAttribute("aria-describedby", input.getAttribute("aria-describedby").replace(error.id, "").trim());
    field.classList.remove("utrecht-form-field--invalid");
    error.remove();
  }
};
for (const name of ["loket:swapped", "htmx:afterSwap", "htmx:after:swap"])
  document.addEventListener(name, takeBack);

// Enter in a field that has a button of its own presses that button, and sends nothing else.
document.addEventListener("keydown", (event) => {
  const held = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  const button = event.key === "Enter" && !held && one(event.target.dataset?.enter);
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("change", ({ target }) => {
  const out = target.dataset?.chosen && one(target.dataset.chosen);
  if (out) out.textContent = [...target.files].map((file) => file.name).join(", ");
});

// The second click on a button that is at work does nothing; going back makes it whole again.
function free(form) {
  delete form.dataset.sending;
  for (const button of all("[aria-busy=true]", form)) button.removeAttribute("aria-busy");
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if ("signOut" in form.dataset) sessionStorage.clear();
  if (form.method !== "post") return;
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(free, 20000, form);
});
addEventListener("pageshow", () => all("form[data-sending]").forEach(free));

// htmx 2 and 4 name their events differently.
const focusNew = () => {
  const fresh = all("[data-focus]");
  for (const el of fresh) el.removeAttribute("data-focus");
  fresh[0]?.focus();
};
const failed = () => {
  const region = one("meldingen");
  const toast = document.createElement("div");
  toast.className = "sd-toast";
  toast.dataset.toast = "";
  toast.textContent = region.dataset.failed;
  region.replaceChildren(toast);
};
for (const name of ["htmx:afterSwap", "htmx:after:swap"]) document.addEventListener(name, focusNew);
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:error"])
  document.addEventListener(name, failed);
focusNew();
