// Keeps an open page up to date: [data-stream=address] says so, and holds the sentences.
//
// The case in sight is asked for again at once and merged part by part ([data-live-part]); figures
// ([data-figure]) are asked for every 5 seconds at most; a list says that there is something new in it
// and waits for its reader.
import { all, fill, one, say } from "./dom.js";
import { inUse, merge } from "./merge.js";
import { Stream } from "./stream.js";

const WAIT = 1500; // who only passes by opens no stream
const FIGURES = 5000;
const CASE = 700;
const AGAIN = 2000;
const box = one("live");

/**
 * Do it soon, once for all who ask meanwhile, and never twice at a time. What fails is done again until
 * it is done, and what nobody sees once it is seen; `went(times)` hears how often it failed in a row.
 */
function paced(work, pace, went = () => {}) {
  let waiting = false;
  let free = Promise.resolve();
  let after = 0;
  let failed = 0;
  async function act() {
    waiting = false;
    if (document.hidden) return document.addEventListener("visibilitychange", ask, { once: true });
    after = performance.now() + pace; // for who asks while it is done, too
    failed = await work().then(() => 0, () => failed + 1);
    after = performance.now() + (failed ? Math.min(failed * AGAIN, FIGURES) : pace);
    went(failed);
    if (failed) ask();
  }
  function ask() {
    if (waiting) return;
    waiting = true;
    setTimeout(() => (free = free.then(act)), Math.max(0, after - performance.now()));
  }
  return ask;
}

/** A page as the server shows it now; nothing where it leads elsewhere, for then the stream says why. */
async function ask(url) {
  const answer = await fetch(url, { headers: { "X-Loket-By-Itself": "1" }, redirect: "manual", cache: "no-store" });
  if (answer.ok) return new DOMParser().parseFromString(await answer.text(), "text/html");
  if (answer.status >= 500 || answer.status === 429) throw new Error(answer.status);
  return null;
}

const entries = () => new Set(all("#gesprek [id^='e-']").map((el) => el.id));

function mark(before) {
  const fresh = all("#gesprek .sd-message, #gesprek .sd-event").filter((el) => !before.has(el.id));
  for (const el of fresh) el.dataset.fresh = "";
  return fresh.length;
}

/** The field to write in stays as it is while words stand in it; it says that something changed. */
function composer(old, fresh) {
  const over = !fresh.querySelector("textarea"); // nobody writes here any more
  if (over || (!inUse(old) && !old.querySelector("[role=alert]"))) return merge(old, fresh, box.dataset.left);
  const note = old.querySelector("[data-news]");
  if (!note) return;
  note.hidden = false;
  const list = fresh.querySelector(".sd-since__news"); // what is new since its words were kept
  const shown = old.querySelector(".sd-since__news");
  if (list && shown) merge(shown, list);
  else if (list) note.after(document.importNode(list, true));
}

async function showCase() {
  const page = box.dataset.page && (await ask(box.dataset.page));
  if (!page) return;
  const before = entries();
  const shown = document.body.textContent;
  for (const old of all("[data-live-part]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh) continue;
    if (old.dataset.livePart === "write") composer(old, fresh);
    else merge(old, fresh, box.dataset.left);
  }
  const added = mark(before);
  if (added || document.body.textContent !== shown) say(box.dataset.changed);
  document.dispatchEvent(new CustomEvent("loket:merged"));
}

async function showFigures() {
  const url = new URL(box.dataset.figures, location);
  const heard = [...asked].slice(0, MOST_HEARD);
  if (heard.length) url.searchParams.set("gehoord", heard.map(([about]) => about).join(","));
  for (const [about] of heard) asked.delete(about);
  const page = await ask(url).catch((error) => {
    for (const [about, entered] of heard) asked.set(about, entered || asked.get(about)); // with the next ones
    throw error;
  });
  if (!page) return;
  for (const fresh of all("[data-figure]", page))
    for (const old of all(`[data-figure="${CSS.escape(fresh.dataset.figure)}"]`)) merge(old, fresh);
  answered(heard, page.getElementById("lijst-erbij"));
}

/** Who else is here, for who wants to write. */
async function showWho() {
  const page = box.dataset.who && (await ask(box.dataset.who));
  if (page) merge(one("wie"), page.getElementById("wie"));
}

// What a list heard: cases that came in, cases that the list must still be asked about (true: they
// may have come in, false: they may have changed), and whether something else changed.
const MOST_HEARD = 100;
const added = new Set();
const asked = new Map();
let changed = false;

/** What may be new in a list; whether it is, comes with the figures, which are asked for anyway. */
function hearList({ kind, about }) {
  const list = one("lijst-nieuws");
  if (!list) return;
  if (!about || document.querySelector(`[data-case="${about}"]`)) changed = true;
  else if (list.dataset.takes.split(" ").includes(kind)) asked.set(about, true);
  else if (!asked.has(about) && (added.has(about) || "narrowed" in list.dataset)) asked.set(about, false);
  tellList(list);
}

/** Of what was heard, this is in the list. */
function answered(heard, found) {
  const there = new Set(found?.dataset.cases.split(" ").filter(Boolean).map(Number));
  for (const [about, entered] of heard) {
    if (!there.has(about)) added.delete(about);
    else if (entered) added.add(about);
    else if (!added.has(about)) changed = true;
  }
  const list = one("lijst-nieuws");
  if (list && heard.length) tellList(list);
}

/** Say what is new in a list, for its reader to fetch when it suits them. */
function tellList(list) {
  const { one: single, many, other } = list.dataset;
  const sentence = added.size ? fill(added.size === 1 ? single : many, { n: added.size }) : changed ? other : "";
  list.hidden = !sentence;
  const words = list.querySelector("[data-words]");
  if (words.textContent !== sentence) words.textContent = sentence;
}

function begin() {
  const case_ = paced(showCase, CASE, (times) => behind(times > 1));
  const figures = paced(showFigures, FIGURES);
  const heard = {
    zaak: case_,
    tellers: figures,
    wie: paced(showWho, CASE),
    lijst: hearList,
    opnieuw: () => {
      case_();
      figures();
      hearList({});
    },
  };
  const sign = box.querySelector("[data-words]");
  let old = false; // what is new could not be fetched, though the stream told of it
  const show = (state) => {
    document.documentElement.dataset.live = state;
    sign.textContent = box.dataset[state] ?? "";
    box.hidden = !box.dataset[state];
  };
  const behind = (is) => {
    if (old === is) return;
    old = is;
    show(old && stream.state !== "over" ? "lost" : stream.state);
  };
  const stream = new Stream(box.dataset.stream, box.dataset.since, {
    hear: (word, data) => heard[word]?.(data),
    show: (state) => show(old && state !== "over" ? "lost" : state),
    wait: WAIT,
  });
  // Who may look no more signs in anew, or goes: but what they wrote here stays.
  const again = () => {
    if (stream.state !== "over") stream.again();
    else if (inUse(document)) document.dispatchEvent(new Event("loket:away"));
    else location.reload();
  };
  box.querySelector("button").addEventListener("click", again);
  document.addEventListener("loket:back", () => stream.again());
  one("lijst-nieuws")?.querySelector("button").addEventListener("click", () => location.reload());
}

if (box?.dataset.stream) begin();
