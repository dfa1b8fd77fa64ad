/** Where the shopper writes: Enter sends, Shift and Enter begins a line; stops an answer too. */

import { button, el, icon } from "./dom.js";

const LONGEST = 4000;

export class Composer {
  constructor(shared, { onSend, onStop }) {
    const { t } = shared;
    this.input = el("textarea", {
      rows: 1,
      maxlength: LONGEST,
      placeholder: t.placeholder,
      "aria-label": t.message,
      enterkeyhint: "send",
      autocomplete: "off",
    });
    const send = { label: t.send, type: "submit" };
    this.send = button("round primary", null, send, icon("send"));
    this.stop = button("round stop", onStop, { label: t.stop, hidden: true }, icon("stop"));
    this.element = el("form", { class: "composer" }, this.input, this.stop, this.send);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.input.value.trim();
      if (!text) return;
      this.input.value = "";
      this.#grow();
      onSend(text);
    });
    this.input.addEventListener("input", () => this.#grow());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.element.requestSubmit();
    });
  }

  focus() {
    this.input.focus();
  }

  /** Leave words in the box for the shopper to send or change. */
  put(text) {
    this.input.value = text;
    this.#grow();
  }

  /** While an answer comes there is something to stop; the next message can be written meanwhile. */
  isAnswering(isIt) {
    const hadFocus = this.stop.getRootNode().activeElement === this.stop;
    this.stop.hidden = !isIt;
    if (!isIt && hadFocus) this.focus();
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }
}
