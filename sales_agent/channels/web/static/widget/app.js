/** The widget once it is open: joins the conversation to what the shopper sees. */

import { Amounts } from "./amounts.js";
import { Announcer } from "./announcer.js";
import { cardIn } from "./card_numbers.js";
import { CardForm } from "./card_form.js";
import { CartView } from "./cart.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Goods } from "./goods.js";
import { Log } from "./log.js";
import { Panel } from "./panel.js";
import { read, write } from "./storage.js";
import { listen } from "./tabs.js";
import { save } from "./transcript.js";

/** Up to so many words beside a card number only say that it is one; more are kept to be sent. */
const CARD_PHRASE_WORDS = 4;

export class App {
  constructor(options) {
    const { client, strings, lang, api } = options;
    this.options = options;
    this.conversation = new Conversation(client, (name, detail) => this.#heard(name, detail));
    this.announcer = new Announcer();
    const shared = { t: strings, api, client, amounts: new Amounts(lang), lang };
    this.shared = Object.assign(shared, {
      goods: new Goods(client),
      announce: (words) => this.announcer.say(words),
      say: (text) => this.say(text),
      answer: (...given) => this.conversation.confirm(...given),
      enterCard: () => this.enterCard(),
    });
    this.cart = new CartView(this.shared, {
      onBack: () => this.panel.show("chat"),
      onCheckout: () => this.say(strings.says.checkout),
    });
    this.log = new Log(this.shared, (cursor) => this.conversation.earlier(cursor));
    this.composer = new Composer(this.shared, {
      onSend: (text) => this.#typed(text),
      onStop: () => this.conversation.stop().catch(() => {}),
    });
    this.cardForm = new CardForm(this.shared, () => this.composer.focus());
    this.panel = new Panel(this.shared, options, {
      parts: [this.log.element, this.cardForm.element, this.composer.element],
      cart: this.cart.element,
      live: this.announcer.element,
      onSave: () => save(this.conversation, this.shared, options.title),
      onToggle: (isOpen) => this.#toggled(isOpen),
      onEscape: () => this.cardForm.close(),
    });
    client.onSession = () => this.#sessionChanged();
    listen(({ type }) => type === "session" && this.#sessionChanged());
    document.addEventListener("visibilitychange", () => this.#seen());
  }

  /** Put the panel in its place, styled and closed. */
  async begin() {
    const response = await fetch(new URL("widget.css", import.meta.url));
    if (!response.ok) throw new Error(`widget.css: ${response.status}`);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await response.text());
    const { root } = this.options;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    root.prepend(this.panel.element);
  }

  open() {
    this.panel.open({ takesFocus: true });
  }

  close() {
    this.panel.close();
  }

  /** After a page load: open if it was, without taking the focus; go on with what is unfinished. */
  restore() {
    if (read("open", "sessionStorage")) this.panel.open({ takesFocus: false });
    else this.#reload();
  }

  /** Say something for the shopper: a tapped reply, a button, the page's own `send`. */
  say(text) {
    if (!this.panel.isOpen) this.open();
    this.panel.show("chat");
    this.#typed(text);
  }

  enterCard(number = "") {
    this.panel.show("chat");
    this.cardForm.open(number);
  }

  showCart(cart) {
    this.cart.show(cart);
    this.panel.countCart(cart);
  }

  end() {
    this.options.client.onSession = null;
    this.conversation.end();
    this.panel.element.remove();
  }

  #typed(text) {
    const card = cardIn(text);
    if (card) {
      if (card.rest.split(/\s+/).length > CARD_PHRASE_WORDS) this.composer.put(card.rest);
      return this.enterCard(card.digits);
    }
    return this.conversation.send(text, this.options.context());
  }

  #toggled(isOpen) {
    write("open", isOpen || null, "sessionStorage");
    if (!isOpen) return;
    this.#seen();
    if (!this.isLoaded) this.#reload();
  }

  /** Another session, here or in another tab: draw its conversation now, or at the next opening. */
  #sessionChanged() {
    if (this.conversation.isEnded) return;
    this.isLoaded = false;
    if (this.panel.isOpen) this.#reload();
  }

  /** Draw the conversation anew; the shop being away is said, and tried again at the next opening. */
  async #reload() {
    try {
      this.isLoaded = true;
      await this.conversation.load();
      this.panel.notice(null);
    } catch (problem) {
      this.isLoaded = false;
      if (!this.conversation.isEnded) this.#heard("trouble", { kind: "lost", seconds: 5 });
      setTimeout(() => !this.isLoaded && this.panel.isOpen && this.#reload(), 5000);
    }
  }

  #heard(name, detail) {
    if (name === "history") this.#history(detail);
    if (name === "waiting") this.log.waiting(detail);
    if (name === "event") this.#event(detail);
    if (name === "failed") this.log.failed(detail);
    if (name === "failed" || name === "trouble") this.composer.isAnswering(false);
    if (name === "trouble") this.panel.notice(detail);
  }

  #history(page) {
    this.log.history(page);
    if (!page.live.length) this.composer.isAnswering(false);
    if (page.cart) this.showCart(page.cart);
  }

  #event({ entry, name, data, isHere }) {
    this.log.event(entry, name, data);
    if (name === "delta") this.announcer.feed(data.text);
    if (name === "tool" && data.state === "started") this.announcer.say(this.log.toolWords(data));
    if (name === "cart") this.options.client.onCart?.(data);
    if (name === "order" && isHere) this.#tellPage("order", data);
    this.composer.isAnswering(name !== "done");
    if (name === "done") this.#done(data, isHere);
  }

  #done(turn, isHere) {
    this.announcer.end(turn.reply);
    if (turn.cart && !isHere) this.showCart(turn.cart);
    if (!isHere) return;
    if (turn.cart) this.options.client.onCart?.(turn.cart);
    this.#tellPage("message", { role: "shopper", text: turn.message });
    this.#tellPage("message", { role: "assistant", text: turn.reply });
    if (this.#isSeen) this.#seen();
    else this.options.onUnread((read("unread") ?? 0) + 1);
  }

  get #isSeen() {
    return this.panel.isOpen && document.visibilityState === "visible";
  }

  #seen() {
    if (this.#isSeen && read("unread")) this.options.onUnread(0);
  }

  #tellPage(name, detail) {
    document.dispatchEvent(new CustomEvent(`sales-assistant:${name}`, { detail }));
  }
}
