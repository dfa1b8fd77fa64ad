/** The cart: the same as the shop's, with quantities, what comes off, and the way to pay. */

import { button, el, icon, picture } from "./dom.js";
import { discountRow, table, variantWords } from "./sheets.js";

export class CartView {
  #shared;
  #onCheckout;

  constructor(shared, { onBack, onCheckout }) {
    const { t } = shared;
    this.#shared = shared;
    this.#onCheckout = onCheckout;
    this.body = el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t.cartTitle });
    this.problem = el("p", { class: "problem", role: "alert" });
    this.foot = el("div", { class: "cart-foot" });
    this.element = el(
      "section",
      { class: "cart", hidden: true, "aria-labelledby": "cart-title" },
      el(
        "div",
        { class: "cart-head" },
        button("tool", onBack, { label: t.back }, icon("back")),
        el("h3", { id: "cart-title", tabindex: -1 }, t.cartTitle),
      ),
      this.body,
      this.problem,
      this.foot,
    );
    this.show({ lines: [], total: null });
  }

  /** Draw a cart in place of the one before; the focus stays on what it was on. */
  show(cart) {
    const held = this.#held();
    const { lines = [] } = cart;
    const { t } = this.#shared;
    this.body.replaceChildren(
      lines.length
        ? el("ul", { class: "lines" }, lines.map((line) => this.#line(line)))
        : el("p", { class: "empty" }, icon("bag"), t.cartEmpty),
    );
    this.foot.hidden = !lines.length;
    this.foot.replaceChildren(...(lines.length ? this.#sum(cart) : []));
    if (held) this.#hold(held);
  }

  #line(line) {
    const { t, api, amounts } = this.#shared;
    const name = line.name ?? line.sku;
    const { sku, quantity, price, lineTotal } = line;
    const change = (count) => () => this.#change(sku, count);
    const step = (label, sign, count) =>
      button("step", change(count), { label, "data-hold": `${sku} ${sign}` }, sign);
    return el(
      "li",
      { class: "line" },
      picture(line.imageUrl, api),
      el(
        "div",
        { class: "body" },
        el("h4", {}, name),
        el("p", { class: "soft" }, variantWords(line)),
        el(
          "div",
          { class: "quantity", role: "group", "aria-label": t.quantity(name) },
          step(t.fewer(name), "−", quantity - 1),
          el("output", {}, String(quantity)),
          step(t.another(name), "+", quantity + 1),
          button("step bin", change(0), { label: t.remove(name) }, icon("bin")),
        ),
      ),
      price ? el("p", { class: "strong" }, amounts.money(lineTotal ?? price)) : null,
    );
  }

  #sum(cart) {
    const { t, amounts } = this.#shared;
    const { subtotal, discounts = [], total, notes = [] } = cart;
    const rows = [
      discounts.length && subtotal && { label: t.subtotal, amount: amounts.money(subtotal) },
      ...discounts.map((discount) => discountRow(discount, amounts)),
      total && { label: t.total, amount: amounts.money(total), kind: "total" },
      !total && { label: t.unpriced, kind: "note" },
      ...notes.map((label) => ({ label, kind: "note" })),
    ];
    const checkout = button("primary", () => this.#onCheckout(), {}, t.checkout);
    return [table(rows.filter(Boolean)), checkout];
  }

  /** Set a line's quantity; the answer's cart comes back by the client. */
  async #change(sku, quantity) {
    const { client, t } = this.#shared;
    const path = `/cart/lines/${encodeURIComponent(sku)}`;
    this.problem.textContent = "";
    try {
      const answer = quantity
        ? await client.request("PATCH", path, { quantity })
        : await client.request("DELETE", path);
      const line = answer.cart.lines.find((one) => one.sku === sku);
      if ((line?.quantity ?? 0) !== quantity) {
        this.problem.textContent = [answer.message, ...(answer.suggestions ?? [])].join(" ");
      }
    } catch (problem) {
      this.problem.textContent = problem.status ? problem.message : t.addFailed;
    }
  }

  #held() {
    const active = this.element.getRootNode().activeElement;
    return this.body.contains(active) ? (active.dataset.hold ?? "gone") : null;
  }

  #hold(held) {
    const again = this.body.querySelector(`[data-hold="${CSS.escape(held)}"]`);
    (again ?? this.element.querySelector("h3")).focus();
  }
}
