/** Amounts, days and times as a shopper reads them in her language. */

/** Formats of one language: money {amount, currency} in minor units, days, hours. */
export class Amounts {
  #lang;

  constructor(lang) {
    this.#lang = lang;
  }

  money({ amount, currency }) {
    const shown = new Intl.NumberFormat(this.#lang, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      trailingZeroDisplay: currency === "INR" ? "stripIfInteger" : "auto",
    });
    const { maximumFractionDigits } = shown.resolvedOptions();
    return shown.format(amount / 10 ** maximumFractionDigits);
  }

  /** A calendar day, "2025-11-28" or a time on it, as "Fri 28 Nov". */
  day(day) {
    const [year, month, date] = String(day).slice(0, 10).split("-").map(Number);
    if (!date) return String(day ?? "");
    const format = { weekday: "short", day: "numeric", month: "short" };
    return new Date(year, month - 1, date).toLocaleDateString(this.#lang, format);
  }

  /** A moment's hour and minute, where the shopper is. */
  hour(moment) {
    const format = { hour: "numeric", minute: "2-digit" };
    return new Date(moment).toLocaleTimeString(this.#lang, format);
  }

  /** A slot {from, to}, in the shop's own time as it is given. */
  slot({ from, to }) {
    return `${this.day(from)}, ${from.slice(11, 16)}–${to.slice(11, 16)}`;
  }
}
