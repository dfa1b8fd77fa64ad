/** What a screen reader hears of an answer: whole sentences, once, as they are finished. */

import { el } from "./dom.js";

const KEPT = 12;
const SENTENCE = /^[\s\S]*?(?:(?<!^\s*\d+)[.!?।؟](?=\s)|\n)\s*/;

export class Announcer {
  #rest = "";
  #said = "";

  constructor() {
    this.element = el("div", { class: "unseen", role: "log", "aria-live": "polite" });
  }

  /** Take a piece of the answer; say the sentences that it completes. */
  feed(text) {
    this.#rest += text;
    for (let found; (found = SENTENCE.exec(this.#rest)); ) {
      this.#rest = this.#rest.slice(found[0].length);
      this.#sentence(found[0]);
    }
  }

  /** The answer is whole: say what is left of it, or all of it if it came out otherwise. */
  end(reply = "") {
    const isAsSaid = (this.#said + this.#rest).trim() === reply.trim();
    if (isAsSaid) this.#sentence(this.#rest);
    else this.say(reply);
    this.#rest = this.#said = "";
  }

  /** Say something that is no part of an answer. */
  say(words) {
    if (!words?.trim()) return;
    this.element.append(el("p", {}, words.trim()));
    while (this.element.childElementCount > KEPT) this.element.firstChild.remove();
  }

  #sentence(words) {
    this.#said += words;
    this.say(words);
  }
}
