/** Which of the widget's languages a page gets, and its table of strings. */

import english from "./strings/en.js";

const SPOKEN = ["en", "de", "hi", "ar"];
const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

/**
 * The strings for a page, English for what its table leaves out: {lang, dir, strings}.
 *
 * `address` is that of a table of the shop's own, a module whose default is like strings/en.js.
 */
export async function language(wanted, address = null) {
  const base = wanted.toLowerCase().split("-")[0];
  const lang = address || SPOKEN.includes(base) ? wanted : "en";
  const table = address ?? (lang === "en" || base === "en" ? null : `./strings/${base}.js`);
  const own = table ? (await import(table)).default : {};
  const dir = RIGHT_TO_LEFT.includes(lang.split("-")[0]) ? "rtl" : "ltr";
  return { lang, dir, strings: merged(english, own) };
}

function merged(base, own) {
  const strings = { ...base, ...own };
  for (const [key, value] of Object.entries(base)) {
    if (value.constructor === Object) strings[key] = { ...value, ...own[key] };
  }
  return strings;
}
