/** Finds a card number in typed text, so that it goes into the form and not into the chat. */

const GAP = "[\\s\\-._\\u00ad\\u00b7\\u2010-\\u2015\\u2022\\u2212\\uff0d\\u200b-\\u200f\\u2060\\ufeff]{1,4}";
const RUN = new RegExp(`\\p{Nd}+(?:${GAP}\\p{Nd}+)*`, "gu");
const SECURITY_CODE =
  /\b(?:cvv2?|cvc2?|cv2|security code)\W{0,3}(?:is|was|no|number)?\W{0,3}\d{3,4}(?!\d)/gi;
const TEST_ENDINGS = ["4242", "1111", "2222", "3333"];
const USUAL_LENGTH = 16;

/** The likeliest card number in a text, as {digits, rest}: rest is the text without it. */
export function cardIn(text) {
  const found = [...text.matchAll(RUN)].flatMap(([run]) => [...cardsOf(run)]);
  const unlikely = ({ digits }) => Math.abs(digits.length - USUAL_LENGTH);
  const [card] = found.sort((one, other) => unlikely(one) - unlikely(other));
  if (!card) return null;
  const rest = text.replace(card.typed, "").replace(SECURITY_CODE, "").trim();
  return { digits: card.digits, rest };
}

/** What of a run of digit groups could be a card: any groups side by side. */
function* cardsOf(run) {
  const groups = [...run.matchAll(/\p{Nd}+/gu)];
  for (const [first, { index: start }] of groups.entries()) {
    for (const last of groups.slice(first)) {
      const typed = run.slice(start, last.index + last[0].length);
      const digits = asciiDigits(typed);
      if (isCard(digits)) yield { typed, digits };
    }
  }
}

/** Whether digits are a card's: 13 to 19 with a valid check digit, or one of the test cards. */
export function isCard(digits) {
  if (!/^\d{13,19}$/.test(digits)) return false;
  return TEST_ENDINGS.includes(digits.slice(-4)) || isLuhnValid(digits);
}

/** The digits of a text, in any script, as 0 to 9. */
export function asciiDigits(text) {
  return Array.from(text.matchAll(/\p{Nd}/gu), ([digit]) => valueOf(digit)).join("");
}

/** A digit's value: scripts hold their ten digits in a row, and only a zero has no digit before. */
function valueOf(digit) {
  let value = 0;
  const code = digit.codePointAt(0);
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}

/** Source: ISO/IEC 7812-1, annex B. */
function isLuhnValid(digits) {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
