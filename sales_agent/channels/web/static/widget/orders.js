/** An order that was placed, a parcel that is on its way, a person who takes over. */

import { el, icon, webAddress } from "./dom.js";

/** What is known of an order: its number, what it cost, when it comes. */
export function orderCard(order, { t, amounts }) {
  const { orderId, total, status, promisedBy, trackingNumbers = [] } = order;
  return el(
    "section",
    { class: "tile" },
    el("span", { class: "tick" }, icon("check")),
    el(
      "div",
      {},
      el("h3", {}, t.order(orderId)),
      total ? el("p", { class: "strong" }, amounts.money(total)) : null,
      status && status !== "placed" ? el("p", {}, statusWords(status, t)) : null,
      promisedBy ? el("p", {}, t.arrives(amounts.day(promisedBy))) : null,
      trackingNumbers.map((number) => el("p", { class: "soft" }, number)),
    ),
  );
}

/** Where each parcel of an order is: its steps so far, and the carrier's page. */
export function trackingCards({ order, shipments = [] }, shared) {
  if (!shipments.length) return [orderCard(order, shared)];
  return shipments.map((shipment) => parcel(order, shipment, shared));
}

/** The ticket under which a person goes on. */
export function handoffCard({ ticketId }, { t }) {
  return el(
    "section",
    { class: "tile" },
    el("span", { class: "tick" }, icon("chat")),
    el("div", {}, el("h3", {}, t.handoff), ticketId ? el("p", {}, t.ticket(ticketId)) : null),
  );
}

function parcel({ orderId }, shipment, { t, amounts, api }) {
  const { status, carrier, trackingNumber, trackingUrl, promisedBy, events = [] } = shipment;
  const page = webAddress(trackingUrl, api);
  const link = { href: page, target: "_blank", rel: "noopener noreferrer" };
  return el(
    "section",
    { class: "sheet" },
    el("h3", {}, t.order(orderId)),
    el("p", { class: "strong" }, statusWords(status, t)),
    promisedBy ? el("p", {}, t.arrives(amounts.day(promisedBy))) : null,
    el(
      "ol",
      { class: "steps" },
      events.map(({ at, status: step, place, note }) =>
        el(
          "li",
          {},
          el("span", {}, note || statusWords(step, t)),
          el("span", { class: "soft" }, [amounts.day(at), place].filter(Boolean).join(" · ")),
        ),
      ),
    ),
    trackingNumber ? el("p", { class: "soft" }, [carrier, trackingNumber].filter(Boolean).join(" ")) : null,
    page ? el("a", link, t.track) : null,
  );
}

function statusWords(status, t) {
  const words = t.statuses[status] ?? String(status).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
