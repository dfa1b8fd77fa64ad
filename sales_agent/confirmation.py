"""The shopper's yes to a quote, and how a quote is asked about."""

import re
from pathlib import Path
from typing import Any

from sales_agent.amounts import day_words, money_words

AGREEMENTS = frozenset(
    Path(__file__).with_name("agreements.txt").read_text(encoding="utf-8").splitlines()
)
"""Phrases of which a plain yes is made; with any other word it is no plain yes."""
FILLERS = frozenset({"please", "now", "thanks", "thank you", "right"})
"""Agreements that are none alone."""
WORDS_AT_MOST = 8


def is_plain_yes(text: str) -> bool:
    """Whether a message says yes and nothing else; "yes, but make it two" does not."""
    words = re.sub(r"[^\w\s👍✅]", " ", text.lower().replace("'", "")).split()
    if not words or len(words) > WORDS_AT_MOST:
        return False
    phrases = _split(words)
    return phrases is not None and any(phrase not in FILLERS for phrase in phrases)


def describe_quote(quote: dict[str, Any]) -> str:
    """Ask about a quote in one or two sentences; its kind is its verb for kinds unknown here."""
    match quote.get("kind"):
        case "checkout":
            return _describe_checkout(quote)
        case "cancellation":
            return (
                f"Canceling order {quote['orderId']} gives {money_words(quote['refund'])} back to "
                f"{quote['refundTo']}. Shall I cancel it? (yes / no)"
            )
        case "return":
            names = ", ".join(f"{line['quantity']} x {line['name']}" for line in quote["lines"])
            return (
                f"Returning {names} from order {quote['orderId']} gives "
                f"{money_words(quote['refund'])} back to {quote['refundTo']} once it has arrived. "
                "Shall I open the return? (yes / no)"
            )
    return f"Shall I go ahead with this {quote.get('kind', 'step')}? (yes / no)"


def _describe_checkout(quote: dict[str, Any]) -> str:
    delivery = quote["delivery"]
    if delivery["optionId"] == "pickup":
        how = f"to collect at {delivery['storeName']} from {day_words(delivery['promisedFrom'])}"
    else:
        how = f"{delivery['name'].lower()} by {day_words(delivery['promisedBy'])}"
        if quote.get("address"):
            how += f" to {quote['address']['line1']}, {quote['address']['city']}"
    lines = ", ".join(f"{line['quantity']} x {line['name']}" for line in quote["lines"])
    return (
        f"{lines}: {money_words(quote['total'])} in all, {how}, paid with the card ending "
        f"{quote['tender']['lastFour']}. Shall I place this order? (yes / no)"
    )


def _split(words: list[str]) -> list[str] | None:
    """Cut words into known phrases, longest first; None when a word is left over."""
    phrases: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 4), start, -1):
            phrase = " ".join(words[start:end])
            if phrase in AGREEMENTS:
                phrases.append(phrase)
                start = end
                break
        else:
            return None
    return phrases
