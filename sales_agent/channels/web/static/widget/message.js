/** One message: its words, and what was drawn with them. */

import { el, words, wordsWithPaths } from "./dom.js";
import { handoffCard, orderCard, trackingCards } from "./orders.js";
import { productGrid } from "./products.js";
import { Quote } from "./quote.js";

export class Message {
  #shared;

  constructor(side, shared) {
    this.#shared = shared;
    this.side = side;
    this.words = el("div", { class: "words", hidden: true });
    this.more = el("div", { class: "more" });
    const who = side === "me" ? shared.t.you : shared.t.assistant;
    this.element = el(
      "li",
      { class: `message ${side}` },
      el("span", { class: "unseen" }, `${who}: `),
      this.words,
      this.more,
    );
  }

  /** Draw a message of the history; answers its element. */
  filled({ text, products, order, tracking }) {
    this.write(text, products);
    if (products?.length) this.showProducts(products);
    if (order) this.showOrder(order);
    if (tracking) this.showTracking(tracking);
    return this.element;
  }

  /** Put words into the message; lines that name the products drawn below are left out. */
  write(text, products = []) {
    const shown = withoutListed(text ?? "", products);
    const drawn = this.side === "me" ? words : wordsWithPaths;
    this.words.replaceChildren(...drawn(shown));
    this.words.hidden = !shown;
  }

  clear() {
    this.write("");
    this.more.replaceChildren();
  }

  showProducts(products) {
    this.#put("products", productGrid(products, this.#shared));
  }

  showOrder(order) {
    this.#put("order", orderCard(order, this.#shared));
  }

  showTracking(result) {
    this.#put("tracking", ...trackingCards(result, this.#shared));
  }

  showHandoff(ticket) {
    this.#put("handoff", handoffCard(ticket, this.#shared));
  }

  /** Draw a quote that waits for a yes; answers the `Quote`. */
  ask(quote) {
    const asked = new Quote(quote, this.#shared);
    this.#put("quote", asked.element);
    return asked;
  }

  /** Put something below the words, in place of what was there of its kind. */
  #put(kind, ...elements) {
    this.more.querySelector(`:scope > [data-kind="${kind}"]`)?.remove();
    this.more.append(el("div", { "data-kind": kind }, ...elements));
  }
}

/** A text without the lines "1. Linen Shirt – ₹2,299 – …" of products that are drawn, numbered. */
function withoutListed(text, products) {
  const isListed = (line) =>
    products.some(({ name }, index) => line.startsWith(`${index + 1}. ${name}`));
  return text
    .split("\n")
    .filter((line) => !isListed(line))
    .join("\n")
    .trim();
}
