"""How amounts and days read in an agent's sentences."""

from datetime import date

from contracts.currency import minor_digits, to_major

SYMBOLS = {"EUR": "€", "GBP": "£", "INR": "₹", "USD": "$"}


def spell_money(amount: int, currency: str) -> str:
    """Spell minor units for a sentence: `₹1,299`, `$12.50`, `CHF 80`."""
    major = to_major(amount, currency)
    digits = 0 if major == major.to_integral_value() else minor_digits(currency)
    return f"{SYMBOLS.get(currency, currency + ' ')}{major:,.{digits}f}"


def spell_day(day: date) -> str:
    """Spell a day for a sentence: `3 May 2026`."""
    return f"{day.day} {day:%B %Y}"
