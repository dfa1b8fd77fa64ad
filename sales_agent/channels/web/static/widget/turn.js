/** One exchange as it happens: the shopper's words, what is being done, the answer as it comes. */

import { button, el } from "./dom.js";
import { Message } from "./message.js";

/** The turn went down with its process: nothing of it happened, and it can be asked again. */
const LOST = "turn_lost";

export class Turn {
  #shared;
  #entry;
  #toolWords;
  #text = "";
  #products = [];
  #isWhole = false;

  constructor(entry, shared, toolWords) {
    this.#shared = shared;
    this.#entry = entry;
    this.#toolWords = toolWords;
    this.mine = new Message("me", shared);
    this.mine.write(entry.text);
    this.state = el("p", { class: "state" }, shared.t.waiting);
    this.mine.element.append(this.state);
    this.theirs = new Message("them", shared);
    this.progress = el("p", { class: "progress", hidden: true });
    this.theirs.element.append(this.progress);
    this.theirs.element.hidden = true;
    setTimeout(() => this.state.classList.add("late"), 1500);
  }

  get elements() {
    return [this.mine.element, this.theirs.element];
  }

  /** Take one event of the turn. */
  take(name, data) {
    const does = {
      turn: () => this.#begin(),
      delta: () => this.#write(this.#text + data.text),
      replace: () => this.#write(data.text),
      tool: () => this.#tool(data),
      products: () => this.#show(data.products),
      order: () => this.theirs.showOrder(data),
      handoff: () => this.theirs.showHandoff(data.ticket ?? data),
      done: () => this.#end(data),
    };
    does[name]?.();
  }

  /** The message was not taken: say so, and let the shopper send it again. */
  failed(words) {
    const { t, say } = this.#shared;
    const text = this.#entry.text;
    const again = button("link", () => say(text), {}, t.again);
    again.addEventListener("click", () => this.elements.forEach((element) => element.remove()));
    if (!this.#isWhole) this.theirs.element.hidden = true;
    this.state.replaceChildren(`${t.failed} ${words} `, again);
    this.state.classList.add("bad");
    this.state.hidden = false;
  }

  #begin() {
    this.#text = "";
    this.#products = [];
    this.#isWhole = true;
    this.state.hidden = true;
    this.theirs.clear();
    this.theirs.element.hidden = false;
    this.#say(this.#shared.t.thinking);
  }

  /** Words of a turn whose beginning this tab has not heard are left for its end. */
  #write(text) {
    if (!this.#isWhole) return;
    this.#text = text;
    this.theirs.write(text, this.#products);
  }

  #tool({ state, ...tool }) {
    this.#say(state === "started" ? this.#toolWords(tool) : this.#shared.t.thinking);
  }

  /** Draw products, once: a choice that the shopper has begun in a card stays as it is. */
  #show(products) {
    const isDrawn = namesOf(products) === namesOf(this.#products);
    this.#products = products;
    this.theirs.write(this.#text, products);
    if (products.length && !isDrawn) this.theirs.showProducts(products);
  }

  #say(words) {
    this.progress.hidden = !words;
    this.progress.replaceChildren(el("span", { class: "dots", "aria-hidden": "true" }), words);
  }

  #end(turn) {
    this.state.hidden = true;
    this.progress.hidden = true;
    this.theirs.element.hidden = false;
    this.#isWhole = true;
    this.#text = turn.reply ?? this.#text;
    this.#show(turn.products ?? []);
    if (turn.order) this.theirs.showOrder({ ...placed(turn), ...turn.order });
    for (const { name, result } of turn.tools ?? []) {
      if (name === "get_order_status" && result?.order) this.theirs.showTracking(result);
    }
    if (turn.error?.code === LOST) this.failed("");
    if (wantsCard(turn)) this.#offerCard();
    if (turn.stopped) this.theirs.element.append(el("p", { class: "state" }, this.#shared.t.stopped));
  }

  #offerCard() {
    const { t, enterCard } = this.#shared;
    const enter = button("primary", () => enterCard(), {}, t.enterCard);
    this.theirs.more.append(el("div", { class: "actions" }, enter));
  }
}

function namesOf(products) {
  return JSON.stringify(products.map(({ productId, sku }) => [productId, sku]));
}

/** Whether a checkout stopped for want of a card, or because the one it had was declined. */
function wantsCard({ tools = [], confirm }) {
  const states = tools.map(({ result }) => result?.status);
  return !confirm && states.some((status) => status === "needs_tender" || status === "declined");
}

/** What the commit of a checkout told of its order: the day it comes, how it is followed. */
function placed({ tools = [] }) {
  return tools.find(({ result }) => result?.status === "placed")?.result ?? {};
}
