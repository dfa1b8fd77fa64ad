/** What the shop knows of a product, asked for once and kept for a minute. */

const FRESH_MS = 60_000;

export class Goods {
  #client;
  #known = new Map();

  constructor(client) {
    this.#client = client;
  }

  /** A product's variants, each with its stock where it is known. Raises `Problem`. */
  variants(productId) {
    const known = this.#known.get(productId);
    if (known && known.at + FRESH_MS > Date.now()) return known.variants;
    const path = `/products/${encodeURIComponent(productId)}`;
    const variants = this.#client
      .request("GET", path)
      .then(({ products }) => products[0]?.variants ?? []);
    variants.catch(() => this.#known.delete(productId));
    this.#known.set(productId, { at: Date.now(), variants });
    return variants;
  }
}

/** The stock of a product by its variants': sold out only when each of them is. */
export function stockOf(variants) {
  const levels = variants.map(({ onlineStatus }) => onlineStatus);
  const level = ["in_stock", "low_stock", "out_of_stock"].find((one) => levels.includes(one));
  const isKnown = levels.length > 0 && levels.every(Boolean);
  return isKnown ? { onlineStatus: level, available: variants[1] ? null : variants[0].available } : {};
}
