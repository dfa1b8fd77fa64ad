/** The orders page: what was ordered in this browser, and the way to ask about any other. */

import { money, say } from "./shop_window.js";

const KEPT = "storefront:orders";
const MOST = 20;
const page = document.querySelector("[data-orders-page]");

/** Keep an order that the assistant placed or changed; whether it was not known before. */
export function keepOrder(order) {
  if (!order?.orderId) return false;
  const others = kept().filter((one) => one.orderId !== order.orderId);
  const isNew = others.length === kept().length;
  const orders = [order, ...others].slice(0, MOST);
  localStorage.setItem(KEPT, JSON.stringify({ session: sessionId(), orders }));
  draw();
  return isNew;
}

/** Begin, where this is the orders' page. */
export function startOrdersPage() {
  if (!page) return;
  draw();
  page.querySelector("[data-ask-order]").addEventListener("submit", (event) => {
    event.preventDefault();
    say(`where is my order ${event.target.elements.order.value.trim()}`);
  });
}

/** The orders of this session; those of one that has ended are shown to nobody. */
function kept() {
  const { session, orders } = stored(KEPT) ?? {};
  return session && session === sessionId() ? orders : [];
}

function sessionId() {
  return stored("sales-assistant:session")?.session ?? null;
}

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function draw() {
  if (!page) return;
  const orders = kept();
  page.querySelector("[data-empty]").hidden = orders.length > 0;
  page.querySelector("[data-orders]").replaceChildren(...orders.map(drawn));
}

function drawn(order) {
  const made = page.querySelector("template[data-order]").content.cloneNode(true).firstElementChild;
  made.querySelector("h2").textContent = `Order ${order.orderId}`;
  made.querySelector("[data-state]").textContent = (order.status ?? "").replaceAll("_", " ");
  const goods = made.querySelector("[data-goods]");
  for (const line of order.lines ?? []) {
    const row = document.createElement("li");
    const variant = [line.colour, line.size].filter(Boolean).join(", ");
    row.textContent = `${line.quantity} × ${line.name ?? line.sku}${variant ? ` (${variant})` : ""}`;
    goods.append(row);
  }
  const total = order.total ?? order.amount;
  made.querySelector(".price").textContent = total ? money(total) : "";
  made.querySelector("[data-where]").addEventListener("click", () => say(`where is my order ${order.orderId}`));
  made
    .querySelector("[data-return]")
    .addEventListener("click", () => say(`I want to return something from order ${order.orderId}`));
  return made;
}
