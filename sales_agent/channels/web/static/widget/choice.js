/** Which variant of a product goes into the cart: its options as radio buttons, stock included. */

import { button, el } from "./dom.js";
import { stockWords } from "./stock.js";

let groups = 0;

export class Choice {
  #variants;
  #shared;
  #chosen = {};

  constructor(product, variants, shared, { onChosen, onCancel }) {
    const { t } = shared;
    this.#variants = variants;
    this.#shared = shared;
    this.stock = el("div", { class: "stock-line" });
    this.submit = el("button", { type: "submit", class: "primary", disabled: true }, t.add);
    const names = [...new Set(variants.flatMap((variant) => Object.keys(optionsOf(variant))))];
    this.sets = names.map((name) => this.#set(name));
    this.element = el(
      "form",
      { class: "choice", "aria-label": t.choose(product.name) },
      this.sets,
      this.stock,
      el("div", { class: "actions" }, this.submit, button("plain", onCancel, {}, t.cancel)),
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      onChosen(this.#variant());
    });
    this.#settle();
  }

  focus() {
    const open = "input:not(:checked):not(:disabled)";
    (this.element.querySelector(open) ?? this.submit).focus();
  }

  #set(name) {
    const { t } = this.#shared;
    const group = `choice-${(groups += 1)}`;
    const values = [...new Set(this.#variants.map((variant) => optionsOf(variant)[name]))];
    const legend = el("legend", {}, t[name] ?? name);
    const radios = values.filter(Boolean).map((value) => {
      const input = el("input", { type: "radio", name: group, value });
      input.addEventListener("change", () => this.#pick(name, value));
      return el("label", { class: "option" }, input, el("span", {}, value));
    });
    if (radios.length === 1) this.#chosen[name] = values[0];
    const set = el("fieldset", { "data-name": name }, legend, el("div", { class: "options" }, radios));
    set.hidden = radios.length < 2;
    return set;
  }

  #pick(name, value) {
    this.#chosen[name] = value;
    this.#settle();
  }

  /** Cross out what the rest of the choice has not got, and show the stock of what is chosen. */
  #settle() {
    for (const set of this.sets) {
      const name = set.dataset.name;
      for (const input of set.querySelectorAll("input")) {
        input.disabled = !this.#isThere({ ...this.#chosen, [name]: input.value });
      }
    }
    const variant = this.#variant();
    this.submit.disabled = !variant || isSoldOut(variant);
    const stock = variant && stockWords(variant, this.#shared.t);
    this.stock.replaceChildren(...(stock ? [stock] : []));
  }

  #isThere(chosen) {
    return this.#matching(chosen).some((variant) => !isSoldOut(variant));
  }

  #variant() {
    const isWhole = this.sets.every((set) => this.#chosen[set.dataset.name]);
    return isWhole ? this.#matching(this.#chosen)[0] : undefined;
  }

  #matching(chosen) {
    return this.#variants.filter((variant) => {
      const options = optionsOf(variant);
      return Object.entries(chosen).every(([name, value]) => options[name] === value);
    });
  }
}

function optionsOf({ options, colour, size }) {
  if (options && Object.keys(options).length) return options;
  return { ...(colour && { colour }), ...(size && { size }) };
}

function isSoldOut({ onlineStatus }) {
  return onlineStatus === "out_of_stock";
}
