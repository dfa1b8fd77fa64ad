"""Find card numbers in typed text and take them out, before anything keeps or reads the text."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from sales_agent.errors import MistypedCard

TEST_ENDINGS = ("4242", "1111", "2222", "3333")
"""Last four digits of the shop's test cards; these need no valid check digit."""
LENGTHS = (16, 15, 14, 19, 18, 17, 13)
"""Digits of a card number, the likelier first. Source: ISO/IEC 7812, at most 19."""

_GAP = r"[\s\-._\u00ad\u00b7\u2010-\u2015\u2022\u2212\uff0d\u200b-\u200f\u2060\ufeff]{1,4}"
"""What stands between a number's groups: spaces, dashes, dots, and what is not seen at all."""
_RUN = re.compile(rf"\d+(?:{_GAP}\d+)*")
_GROUP = re.compile(r"\d+")
_GROUPED = re.compile(
    rf"(?<!\d)(?:[2-6]\d{{3}}(?:{_GAP}\d{{4}}){{2}}{_GAP}\d{{3,4}}|"
    rf"3\d{{3}}{_GAP}\d{{6}}{_GAP}\d{{4,5}})(?!\d)"
)
"""How nothing but cards is written, also where a digit is wrong or missing."""
_UNGROUPED = re.compile(r"(?<!\d)[2-6]\d{14,18}(?!\d)")
_OF_CARDS = re.compile(
    r"\b(?:card|visa|master ?card|maestro|amex|american express|rupay|pay|charge|\w*karte\w*|"
    r"zahl\w*|bezahl\w*)\b",
    re.I,
)
"""Beside these a run of digits as long as a card's is one."""
MISTYPED = (
    "That card number has a slip in it: a digit is wrong or missing. Nothing of your message was "
    "kept; please enter the number again."
)
_REMOVED = "[card number removed]"
_SECURITY_CODE = re.compile(
    r"\b(cvv2?|cvc2?|cv2|security code)(\W{0,3}(?:is|was|no|number)?\W{0,3})\d{3,4}(?!\d)", re.I
)


@dataclass(frozen=True)
class CardNumber:
    """A card number in a text: where it stands, and its digits as ASCII."""

    start: int
    end: int
    digits: str


def find_cards(text: str) -> list[CardNumber]:
    """The card numbers in a text, in order; gaps, dashes and other scripts' digits are no hiding.

    A card number has 13 to 19 digits and a valid check digit, or a test card's last four.
    """
    return [card for run in _RUN.finditer(text) for card in _cards_of_run(text, run)]


def find_mistyped(text: str) -> list[tuple[int, int]]:
    """Where a card number stands that does not check: grouped as one, or beside words of cards.

    Digits that no card could begin with, and long numbers of other things, are none.
    """
    taken = [(card.start, card.end) for card in find_cards(text)]
    plain = "".join(ascii_digits(sign) or sign for sign in text)
    alone = _UNGROUPED.finditer(plain) if _OF_CARDS.search(text) else ()
    found = sorted(match.span() for match in (*_GROUPED.finditer(plain), *alone))
    return [(a, b) for a, b in found if all(b <= start or a >= end for start, end in taken)]


def has_card(text: str) -> bool:
    """Whether a card number stands in a text, be it one that does not check."""
    return bool(find_cards(text) or find_mistyped(text))


def take_cards(text: str, take: Callable[[str], str]) -> str:
    """Hand each card number over, and say in its place which card it was.

    Args:
        text: What the shopper typed.
        take: Takes a number's digits and returns the last four.

    Raises:
        MistypedCard: one of them does not check; none was handed over.
    """
    if find_mistyped(text):
        raise MistypedCard(MISTYPED)
    return _replaced(text, take)


def mask_cards(text: str) -> str:
    """The text as it may be shown: each card number by its last four, one that fails not at all."""
    for start, end in reversed(find_mistyped(text)):
        text = f"{text[:start]}{_REMOVED}{text[end:]}"
    return _replaced(text, lambda digits: digits[-4:])


def _replaced(text: str, take: Callable[[str], str]) -> str:
    pieces, position = [], 0
    for card in find_cards(text):
        pieces += [text[position : card.start], f"[card ending {take(card.digits)}]"]
        position = card.end
    return _SECURITY_CODE.sub(r"\1\2[removed]", "".join([*pieces, text[position:]]))


def ascii_digits(text: str) -> str:
    """The digits of a text, in any script, as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def is_luhn_valid(digits: str) -> bool:
    """Whether the last digit checks the others. Source: ISO/IEC 7812-1, annex B."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[-1::-2]) + sum(doubled)) % 10 == 0


def _cards_of_run(text: str, run: re.Match[str]) -> list[CardNumber]:
    """The cards among a run's groups of digits, the likeliest first, none overlapping."""
    groups = [(group.start(), group.end()) for group in _GROUP.finditer(text, *run.span())]
    candidates = []
    for first, (start, _) in enumerate(groups):
        digits = ""
        for begin, end in groups[first:]:
            digits += ascii_digits(text[begin:end])
            if len(digits) > max(LENGTHS):
                break
            if _is_card(digits):
                candidates.append(CardNumber(start, end, digits))
    chosen: list[CardNumber] = []
    for card in sorted(candidates, key=_likelihood):
        if all(card.end <= other.start or card.start >= other.end for other in chosen):
            chosen.append(card)
    return sorted(chosen, key=lambda card: card.start)


def _is_card(digits: str) -> bool:
    if len(digits) not in LENGTHS:
        return False
    return digits.endswith(TEST_ENDINGS) or is_luhn_valid(digits)


def _likelihood(card: CardNumber) -> tuple[bool, bool, int, int]:
    """Sort key: the usual length, a valid check digit, the likelier length, the earlier."""
    length = len(card.digits)
    is_checked = is_luhn_valid(card.digits)
    return (length != LENGTHS[0], not is_checked, LENGTHS.index(length), card.start)
