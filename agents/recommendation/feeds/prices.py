"""Prices as shops write them, in minor units."""

import re
from decimal import Decimal

from contracts.currency import minor_digits, to_minor

AMOUNT = re.compile(r"\d[\d.,' \u00a0\u202f]*")
SPACES = str.maketrans("", "", "' \u00a0\u202f")
CURRENCY_MARKS = re.compile(r"[A-Za-z.]{0,4}|[^\w\s.,-]{0,3}")
MAX_MINOR = 10**13


def parse_price(text: str, currency: str) -> int:
    """Read "1.299,00", "1,299.00", "$50" or "50" as minor units of a currency.

    Raises:
        ValueError: no amount, a negative one, or one that can be read in two ways ("1.299").
    """
    stripped = text.strip()
    found = AMOUNT.search(stripped)
    if found is None:
        raise ValueError("no amount")
    before, after = stripped[: found.start()].strip(), stripped[found.end() :].strip()
    if "-" in before or before.startswith("("):
        raise ValueError("a negative amount")
    if not (CURRENCY_MARKS.fullmatch(before) and CURRENCY_MARKS.fullmatch(after)):
        raise ValueError("more than an amount")
    amount = _decimal(found[0].translate(SPACES).rstrip(".,"), minor_digits(currency))
    minor = to_minor(amount, currency)
    if minor > MAX_MINOR:
        raise ValueError("an amount beyond any price")
    return minor


def _decimal(digits: str, decimals: int) -> Decimal:
    separators = [mark for mark in digits if mark in ".,"]
    if not separators:
        return Decimal(digits)
    last = separators[-1]
    whole, _, part = digits.rpartition(last)
    if len(set(separators)) == 2:
        if separators.count(last) > 1:
            raise ValueError("separators that fit no amount")
        return _joined(whole, part)
    if len(separators) > 1:
        return _thousands(digits, last)
    if len(part) != 3 or decimals == 3:
        return _joined(whole, part)
    if last == "," and whole != "0":
        return _thousands(digits, last)
    raise ValueError("an amount that can be read in two ways")


def _joined(whole: str, part: str) -> Decimal:
    return Decimal(f"{whole.replace('.', '').replace(',', '')}.{part}")


def _thousands(digits: str, separator: str) -> Decimal:
    first, *groups = digits.split(separator)
    if not first or any(len(group) not in (2, 3) for group in groups) or len(groups[-1]) != 3:
        raise ValueError("separators that fit no amount")
    return Decimal(digits.replace(separator, ""))
