/** The shop's API with the session's token: makes the session, refreshes it, begins a new one. */

import { alone, read, write } from "./storage.js";
import { tell } from "./tabs.js";

const EARLY_MS = 60_000;

/** What the API refused: `status`, its `code`, a sentence, and seconds to wait if it named them. */
export class Problem extends Error {
  constructor(status, { code, detail, title } = {}, retryAfter = null) {
    super(detail || title || `the shop answered ${status}`);
    Object.assign(this, { status, code: code ?? "unknown", retryAfter });
  }

  static async of(response) {
    const body = await response.json().catch(() => ({}));
    const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    return new Problem(response.status, body, Number.isFinite(seconds) ? seconds : null);
  }
}

/** One shop's API, shared by widget and page; a token of the shop's site signs the shopper in. */
export class Client {
  #base;
  #siteToken;

  constructor(api, siteToken = null) {
    this.#base = `${api}/api/v1`;
    this.#siteToken = siteToken;
  }

  /** The session kept, or a new one; one for all tabs. */
  async session() {
    const kept = read("session");
    if (kept && Date.parse(kept.expiresAt) - EARLY_MS > Date.now()) return kept;
    return this.#renewed(kept?.token);
  }

  /** Make the kept session that of the shopper whom the page's own token names. */
  async adopt() {
    const kept = read("session");
    if (!kept || !this.#siteToken || kept.customer === subject(this.#siteToken)) return;
    await this.identify(this.#siteToken);
  }

  /** Sign the shopper in with a token of the shop's; what she began anonymously goes along. */
  async identify(siteToken) {
    this.#siteToken = siteToken;
    const kept = read("session");
    if (kept?.isSignedIn && kept.customer !== subject(siteToken)) await this.end();
    if (!read("session")) return this.session();
    return this.#keep(await this.request("POST", "/sessions/identify", { token: siteToken }));
  }

  /** Log out: the token works no more, and nothing of the session stays here. */
  async end() {
    this.#siteToken = null;
    const kept = read("session");
    if (kept) await this.#send("DELETE", "/sessions", { token: kept.token }).catch(() => {});
    write("outbox", null);
    this.#drop();
  }

  /** Ask, and answer the parsed JSON; a `cart` in it is told to all. Raises `Problem`. */
  async request(method, path, body) {
    const response = await this.open(method, path, { body });
    const answer = response.status === 204 ? null : await response.json();
    if (answer?.cart) this.onCart?.(answer.cart);
    return answer;
  }

  /** Ask, and answer the response as it begins. Raises `Problem`, `TypeError` without a network. */
  async open(method, path, { body, headers, signal } = {}) {
    const { token } = await this.session();
    let response = await this.#send(method, path, { body, headers, signal, token });
    if (response.status === 401) {
      const renewed = await this.#renewed(token);
      response = await this.#send(method, path, { body, headers, signal, token: renewed.token });
    }
    if (!response.ok) throw await Problem.of(response);
    return response;
  }

  #send(method, path, { body, headers, signal, token }) {
    const sent = { Accept: "application/json", ...headers };
    if (token) sent.Authorization = `Bearer ${token}`;
    if (body !== undefined) sent["Content-Type"] = "application/json";
    return fetch(this.#base + path, {
      method,
      headers: sent,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
    });
  }

  /** A session in place of one whose token failed, unless another tab has been quicker. */
  #renewed(failed) {
    return alone("session", async () => {
      const kept = read("session");
      if (kept && kept.token !== failed) return kept;
      return (kept && (await this.#refreshed(kept.token))) || this.#begun();
    });
  }

  async #refreshed(token) {
    const response = await this.#send("POST", "/sessions/refresh", { token });
    if (response.ok) return this.#keep(await response.json());
    if (response.status === 429 || response.status >= 500) throw await Problem.of(response);
    this.#drop();
    return null;
  }

  async #begun() {
    const given = this.#siteToken ? { token: this.#siteToken } : {};
    let response = await this.#send("POST", "/sessions", { body: given });
    if (response.status === 401 && given.token) {
      this.#siteToken = null;
      response = await this.#send("POST", "/sessions", { body: {} });
    }
    if (!response.ok) throw await Problem.of(response);
    return this.#keep(await response.json());
  }

  #keep(session) {
    const isOther = read("session")?.session !== session.session;
    const isNamed = read("session")?.customer !== session.customer;
    write("session", session);
    if (isOther || isNamed) this.#changed();
    return session;
  }

  #drop() {
    write("session", null);
    this.#changed();
  }

  #changed() {
    tell({ type: "session" });
    this.onSession?.();
  }
}

/** The customer whom a token of the shop's names; its signature is the server's to check. */
function subject(token) {
  try {
    const payload = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(atob(payload)).sub ?? null;
  } catch {
    return null;
  }
}
