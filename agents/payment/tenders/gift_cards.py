"""Gift cards: added by their code, which is kept as a hash; wrong tries are slowed down."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.wording import spell_money
from agents.payment.ledger.books import (
    GIFT_CARDS,
    GIFT_CARDS_ISSUED,
    Side,
    post,
)
from agents.payment.policy import POLICY, GiftCardRules
from agents.payment.tables import CodeTries, GiftCard
from agents.payment.tenders.wallet import Tender, find_tender, tender_json

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SALT = b"sales-assistant gift card"
"""A code is looked up by its hash, so the salt is the same for all; the hash is made slow."""
GUEST = "anon-"
"""How the id of a shopper begins who has not signed in."""


def add_gift_card(session: Session, code: str, *, shopper: str, now: datetime) -> dict[str, Any]:
    """Give a gift card to the shopper who knows its code; a wrong try is counted.

    A guest's card moves on with its code: she may have signed in since.
    """
    tries = _tries_of(session, shopper, now)
    if tries.wait_until is not None and tries.wait_until > now:
        return _slow_down(tries, now)
    card = session.scalar(select(GiftCard).where(GiftCard.code_hash == hash_code(code)))
    if card is None or not _is_free(card, shopper):
        _count_wrong(tries, now)
        return _refused(is_taken=card is not None)
    card.customer_id = shopper
    session.delete(tries)
    session.flush()
    tender = find_tender(session, shopper, card.card_id)
    return _reply("added", _welcome(tender), ("Pay with my gift card", "Check out"), tender)


def issue(session: Session, card: GiftCard, amount: int, *, at: datetime) -> None:
    """Put money on a gift card, or take it off: the shop owes its holder so much more."""
    card.issued += amount
    sides = [
        Side(GIFT_CARDS, -amount, card.card_id),
        Side(GIFT_CARDS_ISSUED, amount),
    ]
    entry = f"{card.card_id}:{secrets.token_hex(4)}"
    post(session, entry, sides, currency=card.currency, at=at)


def hash_code(code: str) -> str:
    """What is kept of a code: it cannot be read back, and trying codes against it is slow."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum()).encode()
    return hashlib.scrypt(plain, salt=SALT, n=2**12, r=8, p=1, dklen=32).hex()


def new_card_id() -> str:
    """A gift card's id, which tells nothing of its code."""
    return "GC-" + "".join(secrets.choice(ALPHABET) for _ in range(10))


def pause_after(wrong: int, rules: GiftCardRules) -> int:
    """Seconds to wait after so many wrong codes; each further one doubles them."""
    beyond = wrong - rules.free_tries
    if beyond < 0:
        return 0
    doubled = rules.first_pause_seconds << min(beyond, 20)
    return min(rules.longest_pause_seconds, doubled)


def _tries_of(session: Session, shopper: str, now: datetime) -> CodeTries:
    tries = session.get(CodeTries, shopper)
    forgotten = now - timedelta(hours=POLICY.gift_cards.forget_hours)
    if tries is None:
        tries = CodeTries(customer_id=shopper, wrong=0, wait_until=None, at=now)
        session.add(tries)
        session.flush()
    elif tries.at <= forgotten:
        tries.wrong, tries.wait_until = 0, None
    return tries


def _count_wrong(tries: CodeTries, now: datetime) -> None:
    tries.wrong += 1
    tries.at = now
    if pause_s := pause_after(tries.wrong, POLICY.gift_cards):
        tries.wait_until = now + timedelta(seconds=pause_s)


def _slow_down(tries: CodeTries, now: datetime) -> dict[str, Any]:
    assert tries.wait_until is not None
    seconds = max(1, int((tries.wait_until - now).total_seconds()))
    message = (
        f"{tries.wrong} codes were not right, so please wait {seconds} seconds before the next "
        "one (giftCards.freeTries)."
    )
    reply = _reply("slow_down", message, ("Pay by card", "Show my cart"))
    return reply | {"retryAfterSeconds": seconds}


def _is_free(card: GiftCard, shopper: str) -> bool:
    owner = card.customer_id
    return owner is None or owner == shopper or owner.startswith(GUEST)


def _refused(*, is_taken: bool) -> dict[str, Any]:
    if is_taken:
        message = "That gift card belongs to somebody else already."
        return _reply("taken", message, ("Try another code", "Pay by card"))
    message = "There is no gift card with that code; it reads like GIFT-XXXX-XXXX-XXXX."
    return _reply("unknown_code", message, ("Try the code again", "Pay by card"))


def _welcome(tender: Tender | None) -> str:
    assert tender is not None
    assert tender.currency is not None
    holds = spell_money(tender.balance or 0, tender.currency)
    return f"The {tender.label} is added; it holds {holds}."


def _reply(
    status: str, message: str, suggestions: tuple[str, ...], tender: Tender | None = None
) -> dict[str, Any]:
    return {
        "status": status,
        "tender": tender_json(tender) if tender else None,
        "retryAfterSeconds": None,
        "message": message,
        "suggestions": list(suggestions),
    }
