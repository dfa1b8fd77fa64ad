/** The form for a card: its number goes straight to the payment service, never into the chat. */

import { asciiDigits, isCard } from "./card_numbers.js";
import { button, el } from "./dom.js";

export class CardForm {
  #shared;
  #onClose;

  constructor(shared, onClose) {
    const { t } = shared;
    this.#shared = shared;
    this.#onClose = onClose;
    this.number = field("cc-number", { maxlength: 40, required: true });
    this.expiry = field("cc-exp", { maxlength: 7, placeholder: "MM/YY" });
    this.cvc = field("cc-csc", { maxlength: 4, size: 5 });
    this.note = el("p", { class: "note", id: "card-note" });
    this.problem = el("p", { class: "problem", role: "alert", id: "card-problem" });
    this.submit = el("button", { type: "submit", class: "primary" }, t.useCard);
    this.element = el(
      "form",
      { class: "card-form", hidden: true, novalidate: true, autocomplete: "on" },
      el("h3", { id: "card-title" }, t.card),
      this.note,
      labelled(t.cardNumber, this.number),
      el("div", { class: "pair" }, labelled(t.expiry, this.expiry), labelled(t.cvc, this.cvc)),
      this.problem,
      el(
        "div",
        { class: "actions" },
        this.submit,
        button("plain", () => this.close(), {}, t.cancel),
      ),
    );
    this.element.setAttribute("aria-labelledby", "card-title");
    this.element.setAttribute("aria-describedby", "card-note");
    this.element.addEventListener("submit", (event) => this.#submitted(event));
  }

  /** Show the form; a number that was typed into the chat stands in it already. */
  open(number = "") {
    const { t } = this.#shared;
    this.number.value = number.replace(/(.{4})(?=.)/g, "$1 ");
    this.note.textContent = number ? `${t.cardCaught} ${t.cardSafe}` : t.cardSafe;
    this.#wrong(null, "");
    this.element.hidden = false;
    (number ? this.expiry : this.number).focus();
  }

  /** Hide the form and forget what stood in it; answers whether it was open. */
  close() {
    if (this.element.hidden) return false;
    this.element.hidden = true;
    this.element.reset();
    this.#onClose();
    return true;
  }

  async #submitted(event) {
    event.preventDefault();
    const card = this.#card();
    if (!card) return;
    const { client, say, t } = this.#shared;
    this.submit.disabled = true;
    try {
      const { lastFour } = await client.request("POST", "/cards", card);
      this.close();
      say(t.says.card(lastFour));
    } catch (problem) {
      const isReasoned = problem.status >= 400 && problem.status < 500;
      this.#wrong(this.number, isReasoned ? problem.message : t.cardRefused);
    } finally {
      this.submit.disabled = false;
    }
  }

  /** The card as it was entered; null, and a word why, when something is wrong with it. */
  #card() {
    const { t } = this.#shared;
    const number = asciiDigits(this.number.value);
    const [expiry, cvc] = [asciiDigits(this.expiry.value), asciiDigits(this.cvc.value)];
    if (!isCard(number)) return this.#wrong(this.number, t.cardWrong);
    if (expiry && !/^(0[1-9]|1[0-2])(\d\d|20\d\d)$/.test(expiry)) {
      return this.#wrong(this.expiry, t.expiryWrong);
    }
    if (cvc && !/^\d{3,4}$/.test(cvc)) return this.#wrong(this.cvc, t.cvcWrong);
    this.#wrong(null, "");
    const dated = expiry && { expiry: `${expiry.slice(0, 2)}/${expiry.slice(-2)}` };
    return { number, ...dated, ...(cvc && { cvc }) };
  }

  #wrong(input, words) {
    for (const one of [this.number, this.expiry, this.cvc]) one.removeAttribute("aria-invalid");
    this.problem.textContent = words;
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", "card-problem");
    input?.focus();
    return null;
  }
}

function field(autocomplete, props) {
  return el("input", { type: "text", inputmode: "numeric", autocomplete, dir: "ltr", ...props });
}

function labelled(words, input) {
  return el("label", {}, el("span", {}, words), input);
}
