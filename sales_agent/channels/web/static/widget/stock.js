/** How much there is of a product or variant, where it is known: never scarcity that is not true. */

import { el } from "./dom.js";

const COUNTED_BELOW = 10;

/** The stock of what has an {onlineStatus, available}, in words; null where nothing is known. */
export function stockWords({ onlineStatus, available }, t) {
  const words = {
    in_stock: t.inStock,
    low_stock: t.fewLeft(available < COUNTED_BELOW ? available : null),
    out_of_stock: t.soldOut,
  }[onlineStatus];
  return words ? el("p", { class: `stock ${onlineStatus}` }, words) : null;
}
