// Keeps an open page up to date: [data-stream=address] says so, and holds the sentences.
//
// The case in sight is asked for again at once and merged part by part ([data-live-part]); figures
// ([data-figure]) are asked for every 5 seconds at most; a list says that there is something new and
// waits for its reader.
import { all, fill, one, say } from "./dom.js";
import { inUse, merge } from "./merge.js";
import { Stream } from "./stream.js";

const WAIT = 1500; // who only passes by opens no stream
const FIGURES = 5000;
const CASE = 700;
const box = one("live");

/** Do it soon, once for all who ask meanwhile, and never twice at a time. */
function paced(work, pace) {
  let waiting = false;
  let free = Promise.resolve();
  let after = 0;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(
      () => {
        free = free.then(async () => {
          waiting = false;
          if (document.hidden) return;
          await work().catch(() => {}); // the stream says when the line is gone
          after = performance.now() + pace;
        });
      },
      Math.max(0, after - performance.now()),
    );
  };
}

async function ask(url) {
  const answer = await fetch(url, { headers: { "X-Loket-By-Itself": "1" }, redirect: "manual", cache: "no-store" });
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

const entries = () => new Set(all("#gesprek [id^='e-']").map((el) => el.id));

function mark(before) {
  const fresh = all("#gesprek .sd-message, #gesprek .sd-event").filter((el) => !before.has(el.id));
  for (const el of fresh) el.dataset.fresh = "";
  return fresh.length;
}

/** The field to write in stays as it is while words stand in it; it says that something changed. */
function composer(old, fresh) {
  if (!inUse(old) && !old.querySelector("[role=alert]")) return merge(old, fresh);
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
  const page = await ask(box.dataset.figures);
  if (!page) return;
  for (const fresh of all("[data-figure]", page))
    for (const old of all(`[data-figure="${CSS.escape(fresh.dataset.figure)}"]`)) merge(old, fresh);
}

/** Who else is here, for who wants to write. */
async function showWho() {
  const page = box.dataset.who && (await ask(box.dataset.who));
  if (page) merge(one("wie"), page.getElementById("wie"));
}

const added = new Set();
let changed = false;

/** What is new in a list, for its reader to fetch when it suits them. */
function tellList({ kind, about }) {
  const list = one("lijst-nieuws");
  if (!list) return;
  const shown = !about || document.querySelector(`[data-case="${about}"]`);
  if (kind === "case.submitted" && list.dataset.takes) added.add(about);
  else if (shown) changed = true;
  else return;
  const { one: single, many, other } = list.dataset;
  const sentence = added.size ? fill(added.size === 1 ? single : many, { n: added.size }) : changed ? other : "";
  if (!sentence) return;
  list.querySelector("[data-words]").textContent = sentence;
  list.hidden = false;
}

function begin() {
  const case_ = paced(showCase, CASE);
  const figures = paced(showFigures, FIGURES);
  const heard = {
    zaak: case_,
    tellers: figures,
    wie: paced(showWho, CASE),
    lijst: tellList,
    opnieuw: () => {
      case_();
      figures();
      tellList({});
    },
  };
  const sign = box.querySelector("[data-words]");
  const stream = new Stream(box.dataset.stream, box.dataset.since, {
    hear: (word, data) => heard[word]?.(data),
    show: (state) => {
      document.documentElement.dataset.live = state;
      sign.textContent = box.dataset[state] ?? "";
      box.hidden = !box.dataset[state];
    },
    wait: WAIT,
  });
  box.querySelector("button").addEventListener("click", () => stream.again());
  one("lijst-nieuws")?.querySelector("button").addEventListener("click", () => location.reload());
}

if (box?.dataset.stream) begin();
