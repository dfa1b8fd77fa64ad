/** The messages as the shopper sees them, the replies suggested, and the quote that waits. */

import { button, el } from "./dom.js";
import { Message } from "./message.js";
import { Turn } from "./turn.js";

const NEAR_PX = 60;

export class Log {
  #shared;
  #earlier;
  #turns = new Map();
  #quote = null;
  #isAtEnd = true;
  #followed = 0;

  constructor(shared, earlier) {
    const { t } = shared;
    this.#shared = shared;
    this.#earlier = earlier;
    this.list = el("ol", { class: "log" });
    this.chips = el("div", { class: "chips", role: "group", "aria-label": t.quick });
    this.element = el(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": t.conversation },
      this.list,
      this.chips,
    );
    this.element.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.element;
      if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.#isAtEnd = true;
      else if (scrollTop < this.#followed - NEAR_PX) this.#isAtEnd = false;
    });
    new ResizeObserver(() => this.#follow()).observe(this.list);
  }

  /** Draw the conversation as the shop keeps it, in place of what stands here but for live turns. */
  history({ messages, cursor, greeting, suggestions, confirm, live }) {
    for (const id of this.#turns.keys()) if (!live.includes(id)) this.#turns.delete(id);
    this.#settle();
    const shown = messages.length ? messages : [{ role: "assistant", text: greeting ?? "" }];
    const turns = [...this.#turns.values()].flatMap(({ elements }) => elements);
    this.list.replaceChildren(...shown.map((message) => this.#drawn(message)), ...turns);
    if (cursor) this.#offerEarlier(cursor);
    if (confirm) this.#ask(confirm);
    const { starters } = this.#shared.t;
    this.#suggest(confirm ? [] : messages.length ? suggestions : starters);
    this.scrollToEnd();
  }

  /** Draw what waits to be sent, once. */
  waiting(entry) {
    this.#turnOf(entry);
  }

  /** Draw what happens in a turn. */
  event(entry, name, data) {
    const turn = this.#turnOf(entry);
    if (name === "turn") this.#suggest([]);
    turn.take(name, data);
    if (name === "done") this.#done(entry, turn, data);
  }

  /** A message was refused: say why, and offer to send it again. */
  failed({ entry, problem }) {
    this.#turnOf(entry).failed(problem.message);
    this.#shared.announce(problem.message);
    this.#turns.delete(entry.clientId);
  }

  /** What a tool is doing, in the page's language where its table has words for it. */
  toolWords({ name, label }) {
    return this.#shared.t.tools[name] ?? label ?? "";
  }

  scrollToEnd() {
    this.#isAtEnd = true;
    this.#follow();
  }

  #drawn(message) {
    return new Message(message.role === "shopper" ? "me" : "them", this.#shared).filled(message);
  }

  #turnOf(entry) {
    let turn = this.#turns.get(entry.clientId);
    if (!turn) {
      turn = new Turn(entry, this.#shared, (tool) => this.toolWords(tool));
      this.#turns.set(entry.clientId, turn);
      this.list.append(...turn.elements);
      this.scrollToEnd();
    }
    return turn;
  }

  #done(entry, turn, done) {
    this.#turns.delete(entry.clientId);
    const isSame = this.#quote?.quote.quoteId === done.confirm?.quoteId;
    if (done.confirm && !isSame) this.#ask(done.confirm);
    if (!done.confirm) this.#settle();
    else this.#quote.restore();
    this.#suggest(done.confirm ? [] : done.suggestions);
  }

  async #ask(quote) {
    this.#settle();
    const message = new Message("them", this.#shared);
    this.#quote = message.ask(quote);
    this.list.append(message.element);
  }

  /** The quote that was asked is answered or dropped: nothing on it can be pressed any more. */
  #settle() {
    this.#quote?.close();
    this.#quote = null;
  }

  #suggest(suggestions) {
    const { say } = this.#shared;
    this.chips.replaceChildren(
      ...(suggestions ?? []).map((text) => button("chip", () => say(text), {}, text)),
    );
    this.#follow();
  }

  #offerEarlier(cursor) {
    const more = button("link earlier", () => this.#showEarlier(cursor, item), {});
    more.textContent = this.#shared.t.earlier;
    const item = el("li", {}, more);
    this.list.prepend(item);
  }

  async #showEarlier(cursor, item) {
    const page = await this.#earlier(cursor);
    const { scrollHeight, scrollTop } = this.element;
    item.replaceWith(...page.messages.map((message) => this.#drawn(message)));
    if (page.cursor) this.#offerEarlier(page.cursor);
    this.element.scrollTop = scrollTop + this.element.scrollHeight - scrollHeight;
    this.element.focus({ preventScroll: true });
  }

  /**
   * Keep the end in view while it grows; a long answer stays at the shopper's words that it
   * answers, so that it can be read from its beginning, unless a quote at its end waits for a yes.
   */
  #follow() {
    if (!this.#isAtEnd) return;
    const last = this.#quote ? null : [...this.list.querySelectorAll(".me")].pop();
    const end = this.element.scrollHeight - this.element.clientHeight;
    this.#followed = last ? Math.min(end, last.offsetTop) : end;
    this.element.scrollTop = this.#followed;
  }
}
