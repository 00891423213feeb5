// Tells the walk how a page looks: when it is there, when a part of it changed, when it is left.
//
// Told at once as text, so that no navigation can overtake it; looked at for barriers afterwards.
(() => {
  if (window !== top || !location.protocol.startsWith("http")) return;
  const FIELDS = "input, textarea, option";

  /** The page as it stands, with what was filled in; in a document that loads and runs nothing. */
  function picture() {
    const copy = document.implementation.createHTMLDocument("").importNode(document.documentElement, true);
    const copies = copy.querySelectorAll(FIELDS);
    document.querySelectorAll(FIELDS).forEach((field, place) => {
      const kept = copies[place];
      if (field.matches("option")) kept.toggleAttribute("selected", field.selected);
      else if (field.matches("textarea")) kept.textContent = field.value;
      else if (field.matches("[type=radio], [type=checkbox]")) kept.toggleAttribute("checked", field.checked);
      else if (!field.matches("[type=file]")) kept.setAttribute("value", field.value);
    });
    return `<!doctype html>${copy.outerHTML}`;
  }

  window.loketShown = () => [location.href, picture()];
  const tell = () => void window.loketShows(...window.loketShown());
  let told = true;
  /** Once the script that changes the page has done all of it. */
  const tellSoon = () => {
    if (told) queueMicrotask(() => (told = true) && tell());
    told = false;
  };
  for (const name of ["load", "beforeunload"]) addEventListener(name, tell);
  for (const name of ["htmx:afterSettle", "loket:swapped", "toggle"]) document.addEventListener(name, tellSoon, true);
})();
