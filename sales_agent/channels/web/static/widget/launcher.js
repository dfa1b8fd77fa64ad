/** The button on the shop's page, its badge, and the loading of the rest when it is needed. */

import { Client } from "./client.js";
import { button, el, icon } from "./dom.js";
import { language } from "./languages.js";
import { CSS } from "./launcher_style.js";
import { read, write } from "./storage.js";
import { listen, tell } from "./tabs.js";

/** Put the launcher on the page; answers what `window.SalesAssistant` offers. */
export async function launch(script) {
  const { dataset } = script;
  const wanted = dataset.lang || document.documentElement.lang || navigator.language || "en";
  const table = dataset.strings ? new URL(dataset.strings, document.baseURI).href : null;
  const spoken = await language(wanted, table);
  if (!document.body) await new Promise((read) => addEventListener("DOMContentLoaded", read));
  const launcher = new Launcher({
    ...spoken,
    api: new URL(dataset.api || script.src, document.baseURI).origin,
    title: dataset.title || spoken.strings.title,
    token: dataset.token || null,
    look: dataset,
  });
  launcher.begin();
  return launcher;
}

class Launcher {
  #options;
  #client;
  #host;
  #button;
  #badge;
  #notice;
  #app = null;
  #tries = 0;
  #context = null;

  constructor(options) {
    this.#options = options;
    this.#client = new Client(options.api, options.token);
    this.#client.onCart = (cart) => this.#cartChanged(cart, { isHere: true });
    listen((said) => this.#heard(said));
  }

  begin() {
    const t = this.#options.strings;
    this.#badge = el("span", { class: "badge", hidden: true, "aria-hidden": "true" });
    this.#button = button(
      "launcher",
      () => this.#toggle(),
      { "aria-expanded": "false", "aria-haspopup": "dialog" },
      icon("chat"),
      icon("down"),
      this.#badge,
    );
    this.#notice = el("p", { class: "trouble", role: "status" });
    this.#host = this.#placed();
    this.showUnread(read("unread") ?? 0);
    if (this.#options.token) this.#client.adopt().catch(() => this.#say(t.unavailable));
    const isUnfinished = read("outbox")?.length || read("open", "sessionStorage");
    if (isUnfinished) this.#load().then((app) => app?.restore());
  }

  async open() {
    (await this.#load())?.open();
  }

  async close() {
    (await this.#app)?.close();
  }

  /** Send words as the shopper's own. */
  async send(text) {
    (await this.#load())?.say(String(text));
  }

  async identify(token) {
    await this.#client.identify(token);
  }

  /** What the shopper looks at: {sku}; null for nothing in particular. */
  async setContext(context) {
    this.#context = context?.sku ? { sku: String(context.sku) } : null;
  }

  async request(method, path, body) {
    return this.#client.request(method, path, body);
  }

  /** Log out, forget everything here, and leave the page. */
  async shutdown() {
    (await this.#app)?.end();
    this.#host.remove();
    for (const name of ["unread", "open"]) write(name, null);
    write("open", null, "sessionStorage");
    await this.#client.end();
  }

  showUnread(count) {
    const t = this.#options.strings;
    write("unread", count || null);
    this.#badge.hidden = !count;
    this.#badge.textContent = count > 9 ? "9+" : String(count);
    const label = count ? `${t.launcher}, ${t.unread(count)}` : t.launcher;
    this.#button.setAttribute("aria-label", label);
    this.#button.setAttribute("title", t.launcher);
  }

  #toggle() {
    this.#button.getAttribute("aria-expanded") === "true" ? this.close() : this.open();
  }

  #load() {
    this.#notice.textContent = "";
    this.#app ??= this.#loaded().catch((error) => {
      this.#app = null;
      this.#say(this.#options.strings.unavailable);
      console.error("sales assistant:", error.message);
    });
    return this.#app;
  }

  /** The rest of the widget; a second try asks for it anew, which a browser else would not. */
  async #loaded() {
    this.#tries += 1;
    const { App } = await import(this.#tries > 1 ? `./app.js?${this.#tries}` : "./app.js");
    const app = new App({
      ...this.#options,
      client: this.#client,
      root: this.#host.shadowRoot,
      launcher: this.#button,
      context: () => this.#context,
      onUnread: (count) => {
        this.showUnread(count);
        tell({ type: "unread", count });
      },
    });
    await app.begin();
    return app;
  }

  #say(words) {
    this.#notice.textContent = words;
  }

  #heard({ type, ...said }) {
    if (type === "cart") this.#cartChanged(said.cart);
    if (type === "unread") this.showUnread(said.count);
  }

  async #cartChanged(cart, { isHere = false } = {}) {
    if (isHere) tell({ type: "cart", cart });
    document.dispatchEvent(new CustomEvent("sales-assistant:cart", { detail: cart }));
    (await this.#app)?.showCart(cart);
  }

  #placed() {
    const { look, lang, dir } = this.#options;
    const host = el("sales-assistant", { lang, dir });
    if (look.theme) host.dataset.theme = look.theme;
    if (look.side) host.dataset.side = look.side;
    for (const name of ["color", "radius", "font"]) {
      if (look[name]) host.style.setProperty(`--sales-assistant-${name}`, look[name]);
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#notice, this.#button);
    document.body.append(host);
    host.style.setProperty("--on-accent", inkOn(getComputedStyle(this.#button).backgroundColor));
    return host;
  }
}

/** Black or white, whichever reads better on a colour. Source: WCAG 2.2, relative luminance. */
function inkOn(colour) {
  const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (luminance + 0.05) >= 4.5 ? "#fff" : "#111";
}
