// Hears what happens while the page is looked at: a stream of the server, and asking every 15 seconds
// where none comes through. Only the page in sight listens; who comes back hears what they missed.
//
// Not an EventSource: that one hides the signs of life, the status of an answer and what a request
// is, so that it would keep a session alive for ever.

const HELLO = 8000; // a stream that says nothing for so long is held up by something between
const SILENT = 35000; // two signs of life were missed: who hears nothing for so long is told
const POLL = 15000;
const AGAIN = [1000, 2000, 5000, 10000];
const LATER = 300000; // try again whether a stream comes through
const OVER = new Set([401, 403, 404, 410]);

export class Stream {
  /** `hear(word, data)` is told what happens, `show(state)` how it goes: live, asking, lost, over. */
  constructor(url, since, { hear, show, wait }) {
    Object.assign(this, { url, last: since, hear, show, failures: 0, state: "", polls: false });
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("pageshow", () => this.look());
    addEventListener("pagehide", () => this.close());
    addEventListener("online", () => this.state === "over" || this.again());
    this.timer = setTimeout(() => this.look(), wait);
    this.ready = performance.now() + wait;
  }

  tell(state) {
    if (this.state === state) return;
    this.state = state;
    this.show(state);
  }

  /** There was a sign of life; without another one the page says that it is not live. */
  alive() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.state !== "over" && this.tell("lost"), SILENT);
  }

  look() {
    if (document.hidden) return this.close();
    if (this.line || this.state === "over") return;
    this.alive();
    this.next(Math.max(0, this.ready - performance.now()));
  }

  next(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.polls ? this.poll() : this.open()), wait);
  }

  /** At the wish of somebody: at once, and as a stream again. */
  again() {
    if (this.state === "over") this.tell("lost");
    this.close();
    this.polls = false;
    this.failures = 0;
    this.alive();
    if (!document.hidden) this.next(0);
  }

  close() {
    clearTimeout(this.timer);
    clearTimeout(this.watch);
    clearTimeout(this.silence);
    this.line?.abort();
    this.line = null;
  }

  request(accept) {
    const headers = { Accept: accept, "X-Loket-By-Itself": "1" };
    if (this.last) headers["Last-Event-ID"] = this.last;
    this.line = new AbortController();
    return fetch(this.url, { headers, redirect: "manual", cache: "no-store", signal: this.line.signal });
  }

  /** Whether an answer says that this page may listen no more. */
  ended(answer) {
    if (answer.type !== "opaqueredirect" && !OVER.has(answer.status)) return false;
    this.close();
    this.tell("over");
    return true;
  }

  guard(wait) {
    clearTimeout(this.watch);
    const line = this.line;
    this.watch = setTimeout(() => {
      this.held = !this.said;
      line?.abort();
    }, wait);
  }

  async open() {
    this.said = this.held = false;
    const call = this.request("text/event-stream");
    const line = this.line;
    this.guard(HELLO);
    try {
      const answer = await call;
      if (this.ended(answer)) return;
      if (answer.status === 503) this.held = true;
      else if (answer.ok) {
        await this.read(answer.body.getReader());
        this.held = !this.said; // it ended without a word: something between swallows it
      }
    } catch {
      // Nothing came, or no more: below it is tried again.
    }
    if (this.line === line) this.lost();
  }

  async read(reader) {
    const words = new TextDecoder();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.guard(SILENT);
      this.alive();
      const parts = (rest + words.decode(value, { stream: true })).split("\n\n");
      rest = parts.pop();
      for (const part of parts) this.take(part);
    }
  }

  take(part) {
    const said = Object.fromEntries(part.split("\n").map((line) => line.split(/: (.*)/s)));
    if (said.id) this.last = said.id;
    if (said.event === "weg") return this.tell("over");
    this.said = true;
    this.failures = 0;
    if (said.event === "hallo") this.tell("live");
    else if (said.event !== "hart") this.hear(said.event, JSON.parse(said.data || "{}"));
  }

  lost() {
    clearTimeout(this.watch);
    this.line = null;
    if (document.hidden || this.state === "over") return;
    if (this.held) {
      this.polls = true;
      setTimeout(() => (this.polls = false), LATER);
      return this.next(0);
    }
    this.failures += 1;
    if (this.failures > 2) this.tell("lost");
    const wait = AGAIN[Math.min(this.failures, AGAIN.length) - 1];
    this.next(wait * (0.7 + Math.random() * 0.6)); // not all at the same moment
  }

  async poll() {
    const call = this.request("application/json");
    const line = this.line;
    this.guard(SILENT);
    try {
      const answer = await call;
      if (this.ended(answer)) return;
      if (!answer.ok) throw new Error(answer.status);
      const { id, told, anew } = await answer.json();
      this.last = id;
      this.failures = 0;
      this.alive();
      this.tell("asking");
      if (anew) this.hear("opnieuw", {});
      for (const [word, data] of told) this.hear(word, data);
    } catch {
      this.failures += 1;
      if (this.failures > 1 && this.line === line) this.tell("lost");
    }
    if (this.line !== line) return;
    clearTimeout(this.watch);
    this.line = null;
    if (!document.hidden) this.next(POLL);
  }
}
