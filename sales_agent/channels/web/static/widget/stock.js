/** How much there is of a product or variant, where it is known: never scarcity that is not true. */

import { el } from "./dom.js";

const COUNTED_BELOW = 10;

/** The stock {status, available} in words; null where nothing is known. */
export function stockWords(stock, t) {
  if (!stock?.status) return null;
  const words = {
    in_stock: t.inStock,
    low_stock: t.fewLeft(stock.available < COUNTED_BELOW ? stock.available : null),
    out_of_stock: t.soldOut,
  }[stock.status];
  return words ? el("p", { class: `stock ${stock.status}` }, words) : null;
}
