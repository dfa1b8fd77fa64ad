/** Quotes and carts as rows of a label and an amount. */

import { el } from "./dom.js";

/** A quote as a titled list of rows; of a kind unknown here its amounts. */
export function sheet(quote, shared) {
  const { t } = shared;
  const draw = KINDS[quote.kind] ?? amountsOf;
  const title = t.confirm[quote.kind] ?? String(quote.kind ?? "").replaceAll("_", " ");
  const rows = [...draw(quote, shared), ...(quote.notes ?? []).map(note)];
  const order = quote.orderId ? ` · ${t.orderId(quote.orderId)}` : "";
  return el("div", {}, el("h3", {}, `${title}${order}`), table(rows));
}

/** Rows as they are drawn: {label, amount, kind}. */
export function table(rows) {
  return el(
    "dl",
    { class: "rows" },
    rows.map(({ label, amount, kind = "line" }) =>
      el("div", { class: kind }, el("dt", {}, label), amount ? el("dd", {}, amount) : null),
    ),
  );
}

/** Lines, and what comes off them, of a cart, a quote or an order. */
export function pricedRows(priced, { t, amounts }) {
  const rows = (priced.lines ?? []).map((line) => {
    const amount = line.lineTotal ?? line.price;
    return { label: lineWords(line), amount: amount && amounts.money(amount) };
  });
  const discounts = priced.discounts ?? [];
  if (discounts.length && priced.subtotal) {
    rows.push({ label: t.subtotal, amount: amounts.money(priced.subtotal) });
  }
  return [...rows, ...discounts.map((discount) => discountRow(discount, amounts))];
}

/** What comes off, with why. */
export function discountRow({ title, reason, amount }, amounts) {
  const label = [...new Set([title, reason].filter(Boolean))].join(": ");
  return { label, amount: amount.amount ? amounts.money(turned(amount)) : "", kind: "off" };
}

/** A variant by its options: "olive, M". */
export function variantWords({ options, colour, size }) {
  const values = Object.values(options ?? {});
  return (values.length ? values : [colour, size]).filter(Boolean).join(", ");
}

function lineWords(line) {
  const variant = variantWords(line);
  const words = `${line.quantity ?? 1} × ${line.name ?? line.sku}`;
  return variant ? `${words} (${variant})` : words;
}

function checkout(quote, shared) {
  const { t, amounts } = shared;
  const { delivery } = quote;
  const tenders = quote.tenders ?? [];
  const several = tenders.length > 1;
  return [
    ...pricedRows(quote, shared),
    { label: way(delivery, shared), amount: free(delivery.price, shared) },
    { label: t.total, amount: amounts.money(quote.total), kind: "total" },
    quote.taxIncluded && { label: t.taxIncluded, amount: amounts.money(quote.taxIncluded) },
    quote.address && note(t.to(place(quote.address))),
    ...tenders.map(({ label, amount }) => ({
      label: t.paidWith(label),
      amount: several ? amounts.money(amount) : "",
      kind: several ? "line" : "note",
    })),
    quote.pointsToEarn && note(t.earns(quote.pointsToEarn)),
  ].filter(Boolean);
}

function way(delivery, { t, amounts }) {
  const { name, storeName, slot, promisedBy } = delivery;
  const when = slot ? amounts.slot(slot) : t.by(amounts.day(promisedBy));
  return `${storeName ? t.collectAt(storeName) : name}, ${when}`;
}

function refund(quote, { t, amounts }) {
  const refunds = quote.refunds ?? [];
  const { returnShipping: shipping } = quote;
  return [
    ...quote.lines.map((line) => ({
      label: lineWords(line) + (line.reason ? ` (${line.reason})` : ""),
      amount: line.refund && amounts.money(line.refund),
    })),
    shipping?.amount && { label: t.returnShipping, amount: amounts.money(turned(shipping)) },
    { label: t.refund, amount: amounts.money(quote.refund), kind: "total" },
    ...(refunds.length > 1
      ? refunds.map(({ label, amount }) => ({
          label: t.paidBackTo(label),
          amount: amounts.money(amount),
        }))
      : [note(t.paidBackTo(quote.refundTo))]),
    quote.reason && note(t.reason(quote.reason)),
  ].filter(Boolean);
}

function swaps(quote, { t, amounts }) {
  const { difference } = quote;
  const rows = quote.swaps.map((swap) => ({
    label: t.swap(lineWords(swap), swapped(swap)),
    amount: signed(swap.difference, amounts),
  }));
  if (difference.amount > 0) {
    rows.push({ label: t.toPay, amount: amounts.money(difference), kind: "total" });
    if (quote.tender) rows.push(note(t.paidWith(quote.tender.label)));
  } else if (difference.amount < 0) {
    const back = amounts.money({ ...difference, amount: -difference.amount });
    rows.push({ label: t.youGetBack, amount: back, kind: "total" });
    if (quote.refundTo) rows.push(note(t.paidBackTo(quote.refundTo)));
  } else rows.push(note(t.nothingToPay));
  return rows;
}

function swapped({ name, newName, newOptions, newSku }) {
  const variant = variantWords({ options: newOptions }) || newSku;
  return newName && newName !== name ? `${newName} (${variant})` : variant;
}

function itemChange(quote, shared) {
  const total = shared.amounts.money(quote.newTotal);
  return [...swaps(quote, shared), { label: shared.t.newTotal, amount: total, kind: "total" }];
}

function addressChange({ address, formerAddress }, { t }) {
  const former = formerAddress ? [note(t.insteadOf(place(formerAddress)))] : [];
  return [note(t.to(place(address))), ...former];
}

function paymentChange(quote, { t, amounts }) {
  const charged = { label: t.chargedTo(quote.tender.label), amount: amounts.money(quote.amount) };
  const refunds = quote.refunds.map(({ label, amount }) => ({
    label: t.paidBackTo(label),
    amount: amounts.money(amount),
  }));
  return [{ ...charged, kind: "total" }, ...refunds];
}

function amountsOf(quote, { amounts }) {
  return Object.entries(quote)
    .filter(([, value]) => value?.currency)
    .map(([name, value]) => ({ label: name, amount: amounts.money(value) }));
}

function place({ name, line1, line2, city, postcode }) {
  const town = [city, postcode].filter(Boolean).join(" ");
  return [name, line1, line2, town].filter(Boolean).join(", ");
}

function free(money, { t, amounts }) {
  return money.amount ? amounts.money(money) : t.free;
}

function signed(money, amounts) {
  if (!money?.amount) return "";
  return (money.amount > 0 ? "+" : "") + amounts.money(money);
}

function turned(money) {
  return { ...money, amount: -Math.abs(money.amount) };
}

function note(label) {
  return { label, kind: "note" };
}

const KINDS = {
  checkout,
  cancellation: refund,
  return: refund,
  exchange: swaps,
  item_change: itemChange,
  address_change: addressChange,
  payment_change: paymentChange,
};
