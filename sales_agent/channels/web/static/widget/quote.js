/** A quote that waits for a yes, drawn from its data: exactly what the yes would do. */

import { button, el } from "./dom.js";
import { sheet } from "./sheets.js";

export class Quote {
  #shared;
  #timer;

  constructor(quote, shared) {
    const { t } = shared;
    this.quote = quote;
    this.#shared = shared;
    this.yes = button("primary", () => this.#answer("yes"), {}, t.yes);
    this.no = button("plain", () => this.#answer("no"), {}, t.no);
    this.note = el("p", { class: "note" });
    this.actions = el("div", { class: "actions" }, this.yes, this.no);
    this.element = el(
      "section",
      { class: "sheet", "aria-label": t.toConfirm },
      sheet(quote, shared),
      this.note,
      this.actions,
    );
    this.#watch();
  }

  /** It can no longer be answered: it was, or it was dropped. */
  close() {
    clearTimeout(this.#timer);
    this.note.remove();
    this.actions.remove();
  }

  /** It still waits, whatever was said in between. */
  restore() {
    this.yes.disabled = this.no.disabled = false;
  }

  #answer(answer) {
    const { answer: send, t } = this.#shared;
    this.yes.disabled = this.no.disabled = true;
    this.element.getRootNode().querySelector("textarea")?.focus({ preventScroll: true });
    send(answer, this.quote.quoteId, t[answer]);
  }

  #watch() {
    const { expiresAt } = this.quote;
    const { t, amounts } = this.#shared;
    if (!expiresAt) return;
    this.note.textContent = t.validUntil(amounts.hour(expiresAt));
    const left = Date.parse(expiresAt) - Date.now();
    this.#timer = setTimeout(() => this.#expire(), Math.max(left, 0));
  }

  #expire() {
    const { t, say, announce } = this.#shared;
    this.note.textContent = t.expired;
    announce(t.expired);
    const again = button("primary", () => say(t.says.checkout), {}, t.askAgain);
    this.actions.replaceChildren(...(this.quote.kind === "checkout" ? [again] : []));
  }
}
