/**
 * The conversation of this session: what was said, what waits to be sent, the turn that runs.
 *
 * One tab at a time runs turns, each those that were begun in it; it tells the others each event,
 * and when it dies another takes over. `hear(name, detail)` is told: history, waiting, event,
 * failed, trouble.
 */

import { serverEvents } from "./events.js";
import { freshId, note, put, take, waiting } from "./outbox.js";
import { alive, alone, canKnowOthers, survive } from "./storage.js";
import { listen, tell } from "./tabs.js";

const STREAM = { Accept: "text/event-stream" };
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const MOST_FAILURES = 4;

export class Conversation {
  #client;
  #hear;
  #loading = null;
  #isDraining = false;
  #settled = new Set();
  #last = new Map();
  #ended = new AbortController();
  #tab = freshId();

  constructor(client, hear) {
    this.#client = client;
    this.#hear = hear;
    alive(this.#tab, this.#ended.signal);
    listen((said) => this.#heard(said));
  }

  /** Draw what the shop keeps of the conversation, and go on with what is unfinished. */
  load() {
    this.#loading ??= this.#loaded().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** Messages before a cursor, the oldest first; the last ones when there is none. */
  earlier(cursor) {
    const before = cursor ? `&before=${encodeURIComponent(cursor)}` : "";
    return this.#client.request("GET", `/messages?limit=50${before}`);
  }

  /** Send the shopper's words, now or when the shop can be reached. */
  send(text, context = null) {
    return this.#add({ clientId: freshId(), text, ...(context && { context }) });
  }

  /** Answer the quote that waits; `text` is how the answer reads in the talk. */
  confirm(answer, quote, text) {
    return this.#add({ clientId: freshId(), text, confirm: { answer, quote } });
  }

  /** Cut the answer short; what was said so far is kept. */
  stop() {
    return this.#client.request("POST", "/chat/stop");
  }

  /** Run no more turns here. */
  end() {
    this.#ended.abort();
  }

  get isEnded() {
    return this.#ended.signal.aborted;
  }

  async #loaded() {
    const session = await this.#client.session();
    const page = await this.#page();
    this.#settle(page);
    const live = this.#unsettled().map(({ clientId }) => clientId);
    this.#hear("history", { ...page, greeting: session.greeting, live });
    this.#look({ isFresh: true });
  }

  /** The last messages, asked for again when a turn ended meanwhile that they do not know of. */
  async #page() {
    const settled = this.#settled.size;
    const page = await this.earlier("");
    return settled === this.#settled.size ? page : this.#page();
  }

  /**
   * Drop entries whose turn the messages tell of, as its shopper's has the turn's id, and a yes that
   * never left; take up the turn that runs.
   */
  #settle({ messages, inFlight }) {
    for (const { id } of messages) this.#settled.add(id);
    for (const { clientId, turn, confirm } of waiting()) {
      if (turn ? this.#settled.has(turn) : confirm && !this.#isDraining) {
        this.#settled.add(clientId);
        take(clientId);
      }
    }
    const { turn, message: text } = inFlight ?? {};
    const isIt = (entry) => (entry.turn ? entry.turn === turn : entry.text === text);
    if (turn && !waiting().some(isIt)) {
      put({ clientId: `turn-${turn}`, text, turn, tab: this.#tab });
    }
  }

  #add(given) {
    const entry = { ...given, tab: this.#tab };
    put(entry);
    this.#hear("waiting", entry);
    return this.#drain();
  }

  /**
   * Draw what waits; send what was begun here, and what was begun in a tab that is no more. Where no
   * tab can know that of another, what stands there as the page is read counts as left behind.
   */
  #look({ isFresh = false } = {}) {
    for (const entry of this.#unsettled()) {
      this.#hear("waiting", entry);
      const { tab } = entry;
      if (tab === this.#tab) continue;
      if (canKnowOthers) survive(tab, () => this.#inherit(tab));
      else if (isFresh) this.#inherit(tab);
    }
    this.#drain();
  }

  #inherit(tab) {
    if (this.isEnded) return;
    for (const entry of waiting()) {
      if (entry.tab === tab) note(entry.clientId, { tab: this.#tab });
    }
    this.#drain();
  }

  /** What waits and is not drawn as over: another tab takes its entries out a little later. */
  #unsettled() {
    return waiting().filter(({ clientId }) => !this.#settled.has(clientId));
  }

  #own() {
    return waiting().find(({ tab }) => tab === this.#tab);
  }

  #heard(said) {
    if (said.type === "event") this.#apply(said.entry, said);
    if (said.type === "outbox") this.#look();
  }

  async #drain() {
    if (this.#isDraining || !this.#own()) return;
    this.#isDraining = true;
    await alone("turns", async () => {
      for (let entry; (entry = this.#own()) && !this.isEnded; ) {
        await this.#deliver(entry);
        take(entry.clientId);
      }
    }).finally(() => {
      this.#isDraining = false;
    });
  }

  /** See one turn through to its end, over whatever the network does. */
  async #deliver(entry) {
    for (let tries = 0; !this.isEnded; tries += 1) {
      try {
        if (!navigator.onLine) throw new TypeError("offline");
        if (await this.#run(entry, () => (tries = 0))) return;
      } catch (problem) {
        if (!canRetry(problem, tries)) return this.#refused(entry, problem);
        await this.#waitFor(problem, tries);
      }
    }
  }

  /** Follow a turn as long as its stream lasts; whether the turn is over then. */
  async #run(entry, isHeard) {
    const response = await this.#opened(entry);
    this.#hear("trouble", null);
    if (response.status === 204) {
      take(entry.clientId);
      this.load();
      return true;
    }
    for await (const event of serverEvents(response)) {
      isHeard();
      if (event.name === "turn" && entry.turn !== event.data.turn) {
        entry.turn = event.data.turn;
        note(entry.clientId, { turn: entry.turn });
      }
      this.#apply(entry, event, { isHere: true });
      tell({ type: "event", entry, ...event });
      if (event.name === "done") return true;
    }
    throw new TypeError("the stream ended before its turn");
  }

  #opened(entry) {
    const { turn, text, confirm, context, clientId } = entry;
    const signal = this.#ended.signal;
    if (turn) {
      const from = this.#last.get(clientId) ?? 0;
      const headers = { ...STREAM, "Last-Event-ID": `${turn}.${from}` };
      return this.#client.open("GET", "/chat", { headers, signal });
    }
    const [path, body] = confirm
      ? ["/confirm", { ...confirm, clientId }]
      : ["/chat", { message: text, clientId, ...(context && { context }) }];
    return this.#client.open("POST", path, { body, headers: STREAM, signal });
  }

  /** Tell an event once: what a replay repeats is known by its number, and what the history tells. */
  #apply(entry, { id, name, data }, { isHere = false } = {}) {
    if (this.#settled.has(entry.clientId)) return;
    const number = Number(id?.split(".").pop());
    if (number <= (this.#last.get(entry.clientId) ?? 0)) return;
    if (number) this.#last.set(entry.clientId, number);
    const isTold = name === "turn" && this.#settled.has(data.turn);
    if (isTold || name === "done") this.#settled.add(entry.clientId);
    if (isTold) return this.load();
    this.#hear("event", { entry, name, data, isHere });
  }

  #refused(entry, problem) {
    if (this.isEnded) return;
    take(entry.clientId);
    if (problem.status === 409 || problem.status === 404) this.load();
    else this.#hear("failed", { entry, problem });
  }

  #waitFor(problem, tries) {
    const step = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
    const isBusy = problem.status === 429;
    const ms = isBusy ? (problem.retryAfter ?? 5) * 1000 : step * (0.75 + Math.random() / 2);
    const kind = isBusy ? "busy" : navigator.onLine ? "lost" : "offline";
    this.#hear("trouble", { kind, seconds: Math.ceil(ms / 1000) });
    return new Promise((go) => {
      setTimeout(go, ms);
      if (!isBusy) window.addEventListener("online", go, { once: true });
      this.#ended.signal.addEventListener("abort", go, { once: true });
    });
  }
}

/** Whether it may go better: without a network always, after failures of the shop's some times. */
function canRetry({ status }, tries) {
  if (status === undefined || status === 429) return true;
  return status >= 500 && tries < MOST_FAILURES;
}
