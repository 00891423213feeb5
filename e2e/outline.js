// Takes a page as text and gives it back without what moves, and its form: elements and what they are,
// without the words. What repeats side by side counts once and "again", so that a list of five and one
// of six look the same.
([html, script]) => {
  const AS_IT_IS = /^(class|role|type|lang|dir|rel|hidden|open|disabled|checked|scope|tabindex|autocomplete|colspan|rowspan)$/;
  const NAMES = /^(id|for|name|headers|list|form|aria-.*(by|controls|owns|activedescendant|details|errormessage))$/;
  const WORDS = /^aria-(label|description|roledescription|valuetext|placeholder)$/;
  const EMPTY = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
  const page = new DOMParser().parseFromString(html, "text/html");

  page.querySelectorAll("script, meta[http-equiv=refresh]").forEach((one) => one.remove());
  // axe takes what is in it for hidden
  page.querySelectorAll("noscript").forEach((one) => one.replaceWith(...(script ? [] : one.childNodes)));
  page.querySelectorAll("img[src]").forEach((one) => {
    one.removeAttribute("srcset");
    one.setAttribute("src", EMPTY);
  });

  // What was typed or chosen, and that a button was just pressed, makes no page another one.
  const PASSING = /^(data-.*|aria-busy|value|selected)$/;
  const kind = ({ name, value }, element) => {
    if (name === "href" && element.matches("link")) return `${name}=${value}`;
    if (AS_IT_IS.test(name)) return `${name}=${value.trim()}`;
    if (NAMES.test(name)) return `${name}=${value.replace(/[\w-]*\d[\w-]*/g, "#")}`;
    if (name.startsWith("aria-") && !WORDS.test(name)) return `${name}=${value}`;
    if (name === "href") return value.startsWith("#") ? "href=#" : `href:${value !== ""}`;
    return `${name}:${value.trim() !== ""}`;
  };
  const outline = (element) => {
    const kinds = [...element.attributes].filter(({ name }) => !PASSING.test(name)).map((one) => kind(one, element)).sort();
    const parts = [];
    for (const node of element.localName === "svg" ? [] : element.childNodes) {
      const part = node.nodeType === Node.ELEMENT_NODE ? outline(node) : node.data?.trim() && "…";
      if (!part || node.nodeType === Node.COMMENT_NODE) continue;
      if (parts.at(-1) !== part && parts.at(-1) !== `${part}+`) parts.push(part);
      else parts[parts.length - 1] = `${part}+`;
    }
    return `<${element.localName} ${kinds.join(" ")}>${parts.join("")}</>`;
  };
  /** How a part of the page is called; two by one name are a barrier that the form alone does not show. */
  const called = (element) => {
    const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/);
    const words = by.map((id) => page.getElementById(id)?.textContent.trim()).join(" ");
    return `${element.localName} ${element.getAttribute("aria-label") ?? words}`;
  };
  const repeats = (selector, say) => {
    const said = [...page.querySelectorAll(selector)].map(say);
    return new Set(said).size < said.length;
  };
  const twice = [repeats("[id]", (one) => one.id), repeats("nav, aside, section, form, [role]", called)];
  return [`<!doctype html>${page.documentElement.outerHTML}`, `${twice} ${outline(page.documentElement)}`];
};
