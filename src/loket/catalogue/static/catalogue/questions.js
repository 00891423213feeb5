// Reads the questions on the page, and shows, hides and marks them after each change.
// `#form-conditions` holds what it needs: see `client_rules`. Needs conditions.js before it.
(() => {
  "use strict";

  const { evaluate, isAnswered, readDay, readDecimal } = window.Loket.conditions;
  const NUMBERS = new Set(["integer", "decimal", "money"]);
  const PARTS = {
    period: ["from", "until"],
    datetime: ["date", "time"],
    address: ["country", "postcode", "city", "street", "number", "box", "lines"],
  };

  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const holder = (key) => document.querySelector(`[data-field="${CSS.escape(key)}"]`);
  const inputs = (name) => all(`[name="${CSS.escape(name)}"]`).filter((one) => one.type !== "hidden");

  // Reading

  const typed = (name) => (inputs(name)[0]?.value ?? "").trim().replace(/\s+/g, " ");

  function chosen(name) {
    return inputs(name).flatMap((one) => {
      if (one.type === "radio" || one.type === "checkbox") return one.checked ? [one.value] : [];
      return one.multiple ? [...one.selectedOptions].map((option) => option.value) : [one.value];
    }).filter((value) => value !== "");
  }

  function number(text, type, language) {
    const found = readDecimal(text, language);
    if (found === null || type !== "integer") return found;
    return found.includes(".") ? null : Number(found);
  }

  function compound(name, type) {
    const parts = PARTS[type].map((part) => [part, typed(`${name}.${part}`)]);
    const read = parts.map(([part, text]) => [part, /^(from|until|date)$/.test(part) ? readDay(text) : text]);
    const found = Object.fromEntries(read.filter(([, value]) => value));
    // A country alone is no address: it was chosen beforehand.
    if (type === "address" && Object.keys(found).every((part) => part === "country")) return null;
    if (type !== "datetime") return found;
    return found.date && found.time ? `${found.date}T${found.time}` : null;
  }

  // The canonical answer as it stands in the inputs; null when there is none, or none readable.
  function answer(name, field, language) {
    const { type, multiple } = field;
    if (["choice", "reference", "party"].includes(type)) return multiple ? chosen(name) : chosen(name)[0] ?? null;
    if (type === "boolean") return { true: true, false: false }[chosen(name)[0]] ?? null;
    if (type === "consent" || type === "statement") return chosen(name).length > 0 || null;
    if (type in PARTS) return compound(name, type);
    const text = typed(name);
    if (NUMBERS.has(type)) return number(text, type, language);
    return type === "date" ? readDay(text) : text;
  }

  // Showing

  function show(element, visible) {
    if (element && element.hidden === visible) element.hidden = !visible;
  }

  function mark(element, required) {
    if (!element) return;
    const optional = element.querySelector(":scope > label .sd-optional, :scope > legend .sd-optional");
    if (optional) optional.hidden = required;
    for (const input of all("input:not([type=checkbox], [type=file], [data-no-save]), select, textarea", element)) {
      input.required = required;
    }
  }

  function itemsOf(group) {
    const keys = all(`[data-field^="${CSS.escape(group)}."]`).map((one) => one.dataset.field.split(".")[1]);
    return [...new Set(keys)];
  }

  class Page {
    constructor(rules) {
      this.rules = rules;
      this.live = { ...rules.known };
      this.items = {};
    }

    refresh() {
      for (const field of this.rules.fields) {
        if (field.type === "group") this.group(field);
        else this.question(field, field.name, this.live, null);
      }
      for (const slot of this.rules.slots) this.slot(slot);
    }

    holds(predicate, item) {
      return evaluate(predicate, this.live, this.rules.today, item);
    }

    question(field, key, place, item) {
      const element = holder(key);
      const visible = !field.show || this.holds(field.show, item);
      if (field.show) show(element, visible);
      if (field.required) mark(element, this.holds(field.required, item));
      if (!visible || !element || field.name in (item ?? this.rules.known)) return;
      const value = answer(key, field, this.rules.language);
      if (isAnswered(value)) place[field.name] = value;
    }

    group(group) {
      const visible = !group.show || this.holds(group.show, null);
      if (group.show) show(holder(group.name), visible);
      const items = itemsOf(group.name).map((id) => {
        const item = { _id: id };
        for (const field of group.fields) this.question(field, `${group.name}.${id}.${field.name}`, item, item);
        return item;
      });
      this.items[group.name] = visible ? items : [];
      if (visible && items.length) this.live[group.name] = items;
    }

    slot(slot) {
      const items = slot.per ? this.items[slot.per] ?? [] : [null];
      for (const item of items) {
        const key = `document.${slot.name}${item ? `.${item._id}` : ""}`;
        const element = document.querySelector(`[data-slot="${CSS.escape(key)}"]`);
        show(element, this.holds(slot.show, item));
      }
    }
  }

  function refresh() {
    const source = document.getElementById("form-conditions");
    if (source) new Page(JSON.parse(source.textContent)).refresh();
  }

  for (const name of ["input", "change", "loket:filled", "loket:swapped", "htmx:afterSwap"]) {
    document.addEventListener(name, refresh);
  }
  window.addEventListener("pageshow", refresh);
  refresh();

  window.Loket.questions = { answer, refresh };
})();
