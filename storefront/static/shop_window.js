/** What the pages' scripts share: the assistant, a passing word, and amounts. */

/** `window.SalesAssistant`; missing where its script was blocked. */
export function assistant() {
  return window.SalesAssistant ?? null;
}

/** Open the chat and say something in the shopper's name. */
export async function say(words) {
  await assistant()?.open();
  await assistant()?.send(words);
}

let timer = 0;

/** Say something in passing, with a link if there is more to see. */
export function toast(words, address, label) {
  const place = document.querySelector("[data-toast]");
  place.replaceChildren(`${words} `);
  if (address) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = label;
    place.append(link);
  }
  clearTimeout(timer);
  timer = setTimeout(() => place.replaceChildren(), 6000);
}

/** An amount as the pages write it; rupees without paise where there are none. */
export function money({ amount, currency }) {
  const plain = new Intl.NumberFormat("en-IN", { style: "currency", currency });
  const digits = plain.resolvedOptions().maximumFractionDigits;
  const value = amount / 10 ** digits;
  const isRound = currency === "INR" && Number.isInteger(value);
  const locale = currency === "INR" ? "en-IN" : "en-US";
  const least = isRound ? 0 : digits;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: least,
    maximumFractionDigits: Math.max(least, isRound ? 0 : digits),
  }).format(value);
}
