// Shows, hides and marks the questions of a form at once, by the same predicates as the server.
// The server decides; without this script a button asks it. A test holds the two together.
(() => {
  "use strict";

  const PLATES_NL =
    "LL-99-99 99-99-LL 99-LL-99 LL-99-LL LL-LL-99 99-LL-LL 99-LLL-9 9-LLL-99 " +
    "LL-999-L L-999-LL LLL-99-L L-99-LLL 9-LL-999 999-LL-9";
  const SIGNS = { L: "[A-Za-z]", 9: "[0-9]", "-": "-?", " ": "|" };
  const PATTERNS = {
    alphanumeric: "[A-Za-z0-9]+",
    case_number: "[A-Z]{2,4}[0-9]{7}",
    digits: "[0-9]+",
    plate_nl: `(?:${PLATES_NL.replace(/./g, (sign) => SIGNS[sign])})`,
    postcode_be: "[1-9][0-9]{3}",
    postcode_nl: "[1-9][0-9]{3} ?[A-Z]{2}",
  };
  const OPPOSITES = { ne: "eq", not_in: "in" };
  const ORDERS = { lt: [-1], lte: [-1, 0], gt: [1], gte: [0, 1] };
  const MOST_NESTED = 20;

  const DATE = /^\d{4}-\d{2}-\d{2}$/;
  const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
  const MOMENT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/;
  const NUMBER = /^(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,10}))?$/;
  const REF = /^([./]?)([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?$/;
  const TODAY = /^today(?:([+-])([0-9]{1,4})([dwmy]))?$/;
  const OPERAND = /^@([./]?)([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?(?:([+-])([0-9]{1,4})([dwmy]))?$/;

  const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const own = (mapping, key) => (Object.hasOwn(mapping, key) ? mapping[key] : undefined);
  const has = (mapping, key) => Object.hasOwn(mapping, key);

  // Answers

  // What a predicate sees: a consent as yes or no, unreadable text as nothing.
  function view(value) {
    if (Array.isArray(value)) return value.map(view);
    if (!isMapping(value)) return value ?? null;
    if (has(value, "_raw")) return null;
    if (has(value, "other")) return "other";
    return has(value, "given") ? value.given : value;
  }

  function isAnswered(value) {
    const seen = view(value);
    if (seen === null || seen === undefined || seen === "") return false;
    return typeof seen !== "object" || Object.keys(seen).length > 0;
  }

  function read(ref, scope) {
    const answers = ref.inItem ? scope.item : scope.form;
    const value = answers ? own(answers, ref.name) : undefined;
    if (!ref.part) return view(value);
    return isMapping(value) ? view(own(value, ref.part)) : null;
  }

  function parseRef(text) {
    const found = typeof text === "string" ? REF.exec(text) : null;
    return found && { name: found[2], inItem: found[1] === ".", part: found[3] || "" };
  }

  // Days

  const pad = (number, width) => String(number).padStart(width, "0");
  const monthLength = (year, month) => {
    const day = new Date(0);
    day.setUTCFullYear(year, month, 0);
    return day.getUTCDate();
  };
  const iso = (year, month, day) =>
    year >= 1 && year <= 9999 ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : null;

  function parseDay(text) {
    if (!DATE.test(text)) return null;
    const [year, month, day] = text.split("-").map(Number);
    const possible = year >= 1 && month >= 1 && month <= 12 && day >= 1;
    return possible && day <= monthLength(year, month) ? [year, month, day] : null;
  }

  function shiftDay([year, month, day], { amount, unit }) {
    if (unit === "m" || unit === "y") {
      const total = year * 12 + month - 1 + amount * (unit === "y" ? 12 : 1);
      const years = Math.floor(total / 12);
      const months = total - years * 12 + 1;
      return iso(years, months, Math.min(day, monthLength(years, months)));
    }
    const moved = new Date(0);
    moved.setUTCFullYear(year, month - 1, day + amount * (unit === "w" ? 7 : 1));
    return iso(moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate());
  }

  function shiftText(text, offset) {
    const day = DATE.test(text) || MOMENT.test(text) ? parseDay(text.slice(0, 10)) : null;
    const moved = day && shiftDay(day, offset);
    return moved && moved + text.slice(10);
  }

  const offsetOf = (sign, amount, unit) =>
    sign ? { amount: sign === "-" ? -Number(amount) : Number(amount), unit } : null;

  function operand(value, scope) {
    if (typeof value !== "string") return value ?? null;
    let found = TODAY.exec(value);
    if (found) {
      const offset = offsetOf(found[1], found[2], found[3]);
      return offset ? shiftDay(parseDay(scope.today), offset) : scope.today;
    }
    found = OPERAND.exec(value);
    if (!found) return value;
    const ref = { name: found[2], inItem: found[1] === ".", part: found[3] || "" };
    const offset = offsetOf(found[4], found[5], found[6]);
    const answer = read(ref, scope);
    if (!offset) return answer;
    return typeof answer === "string" ? shiftText(answer, offset) : null;
  }

  // Comparing

  // A number times ten to the tenth, exactly; null when it is not a number.
  function numeric(value) {
    if (typeof value === "number") {
      const small = Number.isInteger(value) && Math.abs(value) < 1e15;
      return small ? BigInt(value) * 10000000000n : null;
    }
    const found = typeof value === "string" ? NUMBER.exec(value) : null;
    return found && BigInt(found[1] + found[2] + (found[3] || "").padEnd(10, "0"));
  }

  function temporal(value) {
    if (typeof value !== "string") return "";
    if (DATE.test(value) || MOMENT.test(value)) return "day";
    return TIME.test(value) ? "time" : "";
  }

  const order = (a, b) => (a > b ? 1 : 0) - (a < b ? 1 : 0);

  function compare(left, right) {
    const kind = temporal(left);
    if (kind && kind === temporal(right)) {
      const length = left.length === right.length ? left.length : 10;
      return order(left.slice(0, length), right.slice(0, length));
    }
    const a = numeric(left);
    const b = numeric(right);
    return a === null || b === null ? null : order(a, b);
  }

  function equal(left, right) {
    if (typeof left === "boolean" || typeof right === "boolean") return left === right;
    return (typeof left === "string" && left === right) || compare(left, right) === 0;
  }

  // Predicates: undefined is what cannot be understood.

  function positive(ref, word, value, scope) {
    const found = () => read(ref, scope);
    const wanted = () => operand(value, scope);
    switch (word) {
      case "eq":
        return equal(found(), wanted());
      case "in": {
        if (!Array.isArray(value)) return undefined;
        const chosen = Array.isArray(found()) ? found() : [found()];
        return chosen.some((one) => value.some((other) => equal(one, operand(other, scope))));
      }
      case "answered":
        return typeof value === "boolean" ? isAnswered(found()) : undefined;
      case "contains": {
        const answer = found();
        if (Array.isArray(answer)) return answer.some((one) => equal(one, wanted()));
        return typeof answer === "string" && typeof wanted() === "string" && answer.includes(wanted());
      }
      case "matches": {
        if (typeof value !== "string") return undefined;
        const pattern = own(PATTERNS, value);
        return typeof found() === "string" && Boolean(pattern) && new RegExp(`^(?:${pattern})$`).test(found());
      }
      default: {
        const orders = own(ORDERS, word);
        return orders ? orders.includes(compare(found(), wanted())) : undefined;
      }
    }
  }

  function leaf(source, scope) {
    const ref = parseRef(source.f);
    const words = Object.keys(source).filter((word) => word !== "f");
    if (!ref || words.length !== 1) return false;
    const [word] = words;
    const result = positive(ref, own(OPPOSITES, word) ?? word, source[word], scope);
    if (result === undefined) return false;
    const negated = has(OPPOSITES, word) || (word === "answered" && source[word] === false);
    return negated ? !result : result;
  }

  function holds(source, scope, depth = 0) {
    if (typeof source === "boolean") return source;
    if (!isMapping(source) || depth > MOST_NESTED) return false;
    if (has(source, "f")) return leaf(source, scope);
    const words = Object.keys(source);
    if (words.length !== 1) return false;
    const inside = source[words[0]];
    if (words[0] === "not") return !holds(inside, scope, depth + 1);
    if (!Array.isArray(inside)) return false;
    if (words[0] === "all") return inside.every((part) => holds(part, scope, depth + 1));
    if (words[0] === "any") return inside.some((part) => holds(part, scope, depth + 1));
    return false;
  }

  // `today` is an ISO date of the server; `item` holds the answers of one item of a group.
  const evaluate = (source, answers, today, item = null) =>
    holds(source, { form: answers, item, today });

  // What people type

  function pointed(digits, point, group) {
    const p = `\\${point}`;
    const g = `\\${group}`;
    const grouped = new RegExp(`^[0-9]{1,3}(?:${g}[0-9]{3})+(?:${p}[0-9]+)?$`);
    if (grouped.test(digits)) return digits.replaceAll(group, "").replaceAll(point, ".");
    return new RegExp(`^[0-9]+(?:${p}[0-9]+)?$`).test(digits) ? digits.replaceAll(point, ".") : null;
  }

  function foreign(digits, point, group) {
    const p = `\\${point}`;
    const g = `\\${group}`;
    const grouped = `[0-9]{1,3}(?:${g}[0-9]{3})+${p}[0-9]+`;
    const short = `[0-9]+${p}(?:[0-9]{1,2}|[0-9]{4,})`;
    const fits = new RegExp(`^(?:${grouped}|${short})$`).test(digits);
    return fits ? digits.replaceAll(group, "").replaceAll(point, ".") : null;
  }

  // `1.234,56` in Dutch, French and German, `1,234.56` in English; null when it is no number.
  function readDecimal(text, language) {
    const bare = text.replace(/€|euro?/gi, "").replace(/[\s'’]/g, "").replaceAll("\u2212", "-");
    const sign = bare.startsWith("-") ? "-" : "";
    const digits = bare.replace(/^[-+]/, "");
    const [point, group] = language === "en" ? [".", ","] : [",", "."];
    const plain = pointed(digits, point, group) ?? foreign(digits, group, point);
    if (plain === null) return null;
    const [start, rest = ""] = plain.split(".");
    const whole = start.replace(/^0+/, "") || "0";
    if (whole.length > 15 || rest.length > 15) return null;
    const part = rest.replace(/0+$/, "");
    const number = part ? `${whole}.${part}` : whole;
    return number === "0" ? number : sign + number;
  }

  // `21-11-2026`, `21/11/2026` or `2026-11-21`; null when it is no day.
  function readDay(text) {
    const bare = text.trim().replace(/\s+/g, " ");
    const isoDay = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/.exec(bare);
    const day = /^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})$/.exec(bare);
    const parts = isoDay ? isoDay.slice(1) : day && [day[3], day[2], day[1]];
    if (!parts) return null;
    const [year, month, date] = parts.map(Number);
    const written = iso(year, month, date);
    return written && parseDay(written) ? written : null;
  }

  window.Loket = Object.assign(window.Loket ?? {}, {
    conditions: { PATTERNS, evaluate, isAnswered, readDay, readDecimal },
  });
})();
