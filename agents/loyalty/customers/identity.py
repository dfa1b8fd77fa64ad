"""Who a shopper is: found by what she gives, and slowed down when it is wrong too often."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.loyalty.customers import tries
from agents.loyalty.customers.names import email_key, full_name_key, name_key
from agents.loyalty.customers.site_tokens import BadSiteToken, NoSiteKey, read_site_token
from agents.loyalty.policy import Policy
from agents.loyalty.settings import SiteKeys
from agents.loyalty.tables import Customer

logger = logging.getLogger(__name__)

GIVE_EMAIL = "Give the e-mail address of your account instead"
WORDS = {"firstName": "first name", "lastName": "last name", "postcode": "postcode"}


@dataclass(frozen=True)
class Answer:
    """Who it is, or what to give; `wait_s` where wrong tries are slowed down."""

    customer: Customer | None = None
    advice: list[str] = field(default_factory=list)
    wait_s: int | None = None


@dataclass(frozen=True)
class Question:
    """What was given to find a shopper by, by whom, and when."""

    given: Mapping[str, str]
    shopper: str
    keys: SiteKeys
    now: datetime

    @property
    def name(self) -> str | None:
        """The name that wrong tries are counted under; the same whether it exists or not."""
        if "email" in self.given:
            return f"email:{email_key(self.given['email'])}"
        if self.given.get("firstName") and self.given.get("lastName"):
            return f"name:{full_name_key(self.given['firstName'], self.given['lastName'])}"
        return None


def identify(session: Session, question: Question, policy: Policy) -> Answer:
    """Find a shopper, or count a wrong try.

    Nothing is looked up while a wait runs, so that its answers tell nothing.
    """
    given = question.given
    if "customerId" in given and "token" not in given:
        found = session.get(Customer, given["customerId"])
        return Answer(found, ["Give the e-mail address of your account"])
    if advice := _incomplete(given):
        return Answer(advice=advice)
    counted = tries.counters(question.shopper, question.name, policy.identity)
    wait_s = tries.wait_s(session, counted, question.now)
    if wait_s:
        return Answer(advice=[f"Try again in {_spell_wait(wait_s)}"], wait_s=wait_s)
    answer, is_wrong = _look_up(session, question)
    if answer.customer:
        tries.forget(session, counted)
    elif is_wrong:
        tries.count_wrong(session, counted, policy.identity, question.now)
    return answer


def _incomplete(given: Mapping[str, str]) -> list[str]:
    """What to give beside what was given; nothing when it is enough to look up."""
    if "token" in given or "email" in given:
        return []
    missing = [words for name, words in WORDS.items() if not given.get(name, "").strip()]
    return [f"Give your {' and '.join(missing)} too", GIVE_EMAIL] if missing else []


def _look_up(session: Session, question: Question) -> tuple[Answer, bool]:
    """The answer, and whether it is a wrong try."""
    given = question.given
    if "token" in given:
        return _by_token(session, question)
    if "email" in given:
        wanted = select(Customer).where(Customer.email_key == email_key(given["email"]))
        advice = ["Check the e-mail address", "Give first name, last name and postcode instead"]
        return Answer(session.scalar(wanted), advice), True
    key = name_key(given["firstName"], given["lastName"], given["postcode"])
    matches = session.scalars(select(Customer).where(Customer.name_key == key)).all()
    if len(matches) > 1:
        advice = ["Several accounts match; give the e-mail address of yours"]
        return Answer(advice=advice), False
    found = matches[0] if matches else None
    return Answer(found, ["Check name and postcode", GIVE_EMAIL]), True


def _by_token(session: Session, question: Question) -> tuple[Answer, bool]:
    advice = ["Sign in on the shop's site again", GIVE_EMAIL]
    try:
        customer_id = read_site_token(question.given["token"], question.keys, question.now)
    except NoSiteKey as error:
        logger.warning("site_token_unchecked %s", error)
        return Answer(advice=[GIVE_EMAIL]), False
    except BadSiteToken as error:
        logger.warning("site_token_refused %s", error)
        return Answer(advice=advice), True
    return Answer(session.get(Customer, customer_id), advice), True


def _spell_wait(seconds: int) -> str:
    if seconds < 120:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"
