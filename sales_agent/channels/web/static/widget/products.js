/** Products as cards: picture, price, sizes, stock, and adding one to the cart. */

import { Choice } from "./choice.js";
import { button, el, picture } from "./dom.js";
import { stockOf } from "./goods.js";
import { stockWords } from "./stock.js";

const SHOWN = 4;

/** Products, numbered as the shopper may name them; the first few, the others on request. */
export function productGrid(products, shared) {
  const cards = products.map((product, index) => new Card(product, index + 1, shared).element);
  const label = shared.t.products;
  const count = products.length > 1 ? "several" : "one";
  const grid = el("ul", { class: `products ${count}`, "aria-label": label }, cards.slice(0, SHOWN));
  const rest = cards.slice(SHOWN);
  if (!rest.length) return grid;
  const more = button("plain", () => {
    grid.append(...rest);
    more.remove();
    rest[0].querySelector("button")?.focus();
  });
  more.textContent = shared.t.more(rest.length);
  return [grid, more];
}

class Card {
  constructor(product, number, shared) {
    const { t, api, amounts } = shared;
    this.product = product;
    this.shared = shared;
    this.status = el("p", { class: "status", role: "status" });
    this.stock = el("div", {}, stockWords(product, t));
    this.add = button("add", () => this.#chosen(), { "aria-label": `${t.add}: ${product.name}` });
    this.add.textContent = t.add;
    this.body = el(
      "div",
      { class: "body" },
      el("h3", {}, el("span", { class: "number" }, `${number}. `), product.name),
      product.price ? el("p", { class: "price" }, priceWords(product, t, amounts)) : null,
      details(product, t),
      product.reason ? el("p", { class: "soft" }, product.reason) : null,
      this.stock,
      this.add,
      this.status,
    );
    this.element = el("li", { class: "product" }, picture(product.imageUrl, api), this.body);
    this.#lookWhenSeen();
  }

  /** Ask for the stock once the shopper sees the card; a shop that cannot say leaves it out. */
  #lookWhenSeen() {
    const seen = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      seen.disconnect();
      this.shared.goods
        .variants(this.product.productId)
        .then((variants) => this.#showStock(variants))
        .catch(() => {});
    });
    if (this.product.productId) seen.observe(this.element);
  }

  #showStock(variants) {
    const stock = stockOf(variants);
    const words = stockWords(stock, this.shared.t);
    if (words) this.stock.replaceChildren(words);
    this.add.hidden = stock.onlineStatus === "out_of_stock";
  }

  /** Ask which variant, if there are several; with one, or a SKU of its own, add it at once. */
  async #chosen() {
    const { goods, t } = this.shared;
    this.add.disabled = true;
    try {
      const variants = await goods.variants(this.product.productId);
      if (!variants.length) this.#tell(t.addFailed);
      else if (variants.length === 1) await this.#put(variants[0]);
      else this.#ask(variants);
    } catch (problem) {
      this.#tell(problem.status ? problem.message : t.addFailed);
    } finally {
      this.add.disabled = false;
    }
  }

  #ask(variants) {
    const choice = new Choice(this.product, variants, this.shared, {
      onChosen: (variant) => this.#put(variant),
      onCancel: () => this.#close(choice),
    });
    this.choice = choice;
    this.element.classList.add("wide");
    this.add.hidden = true;
    this.#tell("");
    this.add.before(choice.element);
    choice.focus();
  }

  async #put({ sku }) {
    const { client, t } = this.shared;
    this.#tell(t.adding);
    try {
      const answer = await client.request("POST", "/cart/lines", { sku, quantity: 1 });
      const isIn = answer.cart?.lines?.some((line) => line.sku === sku);
      const isRefused = answer.status && !["ok", "added", "updated"].includes(answer.status);
      this.#tell(isIn && !isRefused ? t.added(this.product.name) : refusal(answer, t));
      if (isIn && !isRefused) this.#close(this.choice);
    } catch (problem) {
      this.#tell(problem.status ? problem.message : t.addFailed);
    }
  }

  #close(choice) {
    const hadFocus = choice?.element.contains(choice.element.getRootNode().activeElement);
    choice?.element.remove();
    this.element.classList.remove("wide");
    this.add.hidden = false;
    if (hadFocus) this.add.focus();
  }

  #tell(words) {
    this.status.textContent = words;
  }
}

function priceWords({ price, maxPrice, compareAtPrice }, t, amounts) {
  const words = amounts.money(price);
  if (maxPrice?.amount > price.amount) return t.from(words);
  if (!(compareAtPrice?.amount > price.amount)) return words;
  return [words, " ", el("s", { class: "soft" }, t.was(amounts.money(compareAtPrice)))];
}

function details({ colours = [], sizes = [] }, t) {
  const few = (values) => values.slice(0, 6).join(", ") + (values.length > 6 ? " …" : "");
  const lines = [
    colours.length ? few(colours) : null,
    sizes.length ? `${t.sizes} ${few(sizes)}` : null,
  ];
  return lines.filter(Boolean).map((line) => el("p", { class: "soft" }, line));
}

function refusal({ message, suggestions = [] }, t) {
  return [message ?? t.addFailed, ...suggestions].join(" ");
}
