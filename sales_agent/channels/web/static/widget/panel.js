/** The dialog around it all: not modal beside the page, modal where it fills the screen. */

import { button, el, icon } from "./dom.js";

/** Where the panel fills the screen, and so is modal; the style sheet says the same. */
const FULL_SCREEN = "(max-width: 480px), (max-height: 480px)";

export class Panel {
  #t;
  #launcher;
  #onToggle;
  #onEscape;
  #opener = null;
  #fullScreen = window.matchMedia(FULL_SCREEN);

  constructor(shared, { title, launcher, dir, lang }, { parts, cart, live, ...does }) {
    const { t, say } = shared;
    this.#t = t;
    this.#launcher = launcher;
    this.#onToggle = does.onToggle;
    this.#onEscape = does.onEscape;
    this.pieces = el("span", { class: "count", hidden: true, "aria-hidden": "true" });
    this.cartButton = button(
      "tool",
      () => this.show(this.cart.hidden ? "cart" : "chat"),
      { label: t.cart(0) },
      icon("cart"),
      this.pieces,
    );
    this.banner = el("p", { class: "notice", role: "status" });
    this.cart = cart;
    const person = button("link", () => say(t.says.person), {}, t.person);
    this.chat = el(
      "div",
      { class: "chat" },
      this.banner,
      ...parts,
      el("p", { class: "foot" }, el("span", {}, t.disclosure), " ", person),
    );
    this.element = el(
      "dialog",
      { class: "panel", "aria-labelledby": "title", dir, lang },
      el(
        "header",
        {},
        el("span", { class: "mark" }, icon("chat")),
        el("div", {}, el("h2", { id: "title" }, title), el("p", {}, t.automated)),
        button("tool", does.onSave, { label: t.save }, icon("save")),
        this.cartButton,
        button("tool", () => this.close(), { label: t.close }, icon("close")),
      ),
      this.chat,
      this.cart,
      live,
    );
    this.show("chat");
    this.#listen();
  }

  get isOpen() {
    return this.element.open;
  }

  /** Open; the focus goes to the message box, or stays where the page has it. */
  open({ takesFocus }) {
    if (this.isOpen) return takesFocus && this.#focus();
    const before = document.activeElement;
    this.#opener = takesFocus ? deepest(before) : null;
    this.#shown();
    if (takesFocus) this.#focus();
    else this.#giveBack(before);
    this.#launcher.setAttribute("aria-expanded", "true");
    this.#onToggle(true);
    return undefined;
  }

  /** Close; the focus goes back to where it came from, if it was in here. */
  close() {
    if (!this.isOpen) return;
    const hadFocus = this.element.contains(this.element.getRootNode().activeElement);
    this.element.close();
    this.#closed(hadFocus);
  }

  #closed(hadFocus) {
    this.#launcher.setAttribute("aria-expanded", "false");
    if (hadFocus) (this.#opener?.isConnected ? this.#opener : this.#launcher).focus();
    this.#onToggle(false);
  }

  /** Show one of "chat" and "cart". */
  show(view) {
    const isMoved = this.isOpen && this.cart.hidden !== (view === "chat");
    this.chat.hidden = view !== "chat";
    this.cart.hidden = view !== "cart";
    this.cartButton.setAttribute("aria-pressed", String(view === "cart"));
    if (isMoved) this.#focus();
  }

  countCart(cart) {
    const count = (cart.lines ?? []).reduce((sum, line) => sum + line.quantity, 0);
    this.pieces.hidden = !count;
    this.pieces.textContent = String(count);
    this.cartButton.setAttribute("aria-label", this.#t.cart(count));
    this.cartButton.setAttribute("title", this.#t.cart(count));
  }

  /** Say what is wrong with the connection: {kind, seconds}; null when nothing is. */
  notice(trouble) {
    const said = trouble && this.#t[trouble.kind];
    this.banner.textContent = typeof said === "function" ? said(trouble.seconds) : said || "";
  }

  /** The focus, which a dialog takes as it is shown, back to where the page had it. */
  #giveBack(before) {
    if (this.element.matches(":modal")) return;
    if (before && before !== document.body) before.focus({ preventScroll: true });
    else this.element.getRootNode().activeElement?.blur();
  }

  #shown() {
    if (this.#fullScreen.matches) this.element.showModal();
    else this.element.show();
  }

  #focus() {
    const place = this.cart.hidden ? "textarea" : ".cart h3";
    this.element.querySelector(place).focus({ preventScroll: true });
  }

  #listen() {
    this.element.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#escape();
    });
    this.element.addEventListener("close", () => {
      // A browser closes a modal dialog by itself at a second Escape in a row.
      const isTold = this.#launcher.getAttribute("aria-expanded") === "false";
      if (!this.isOpen && !isTold) this.#closed(true);
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.element.matches(":modal")) return;
      event.stopPropagation();
      this.#escape();
    });
    this.#fullScreen.addEventListener("change", () => {
      if (!this.isOpen) return;
      const held = this.element.getRootNode().activeElement;
      this.element.close();
      this.#shown();
      held?.focus({ preventScroll: true });
    });
  }

  /** One step back: out of the card form, out of the cart, out of the chat. */
  #escape() {
    if (this.#onEscape()) return;
    if (this.cart.hidden) this.close();
    else this.show("chat");
  }
}

function deepest(element) {
  return element?.shadowRoot?.activeElement ?? element;
}
