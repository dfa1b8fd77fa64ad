"""Whether the models that are set up answer: how each is reached, one call, and what to do."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from langchain_core.messages import HumanMessage

from sales_agent.answers.chunks import chunks_of
from sales_agent.answers.stopping import never
from sales_agent.models.creation import NO_KEY, Access, ModelUnavailable, access_to, create_model
from sales_agent.models.faults import Fault, Kind, fault_of
from sales_agent.models.registry import MICROS, ModelCard, Price, Registry
from sales_agent.models.selection import MedianMs, names_of, nobody_measured
from sales_agent.settings import OFFLINE, ModelSettings

ASKED = "Answer with the word ready."
SHOWN_OF_KEY = 4
SHORTEST_KEY = 12
"""Of a shorter key nothing is shown."""


@dataclass(frozen=True)
class Finding:
    """What was found out about one model, in words."""

    name: str
    words: str
    is_well: bool


def check_models(
    settings: ModelSettings, registry: Registry, median_ms: MedianMs = nobody_measured
) -> Iterator[Finding]:
    """Try one call of each model of the chain; the offline one needs none."""
    try:
        names = names_of(settings, registry, median_ms)
    except ModelUnavailable as error:
        yield Finding(settings.spec, str(error), is_well=False)
        return
    for name in names:
        if name == OFFLINE:
            words = "built in; answers when no other does" if len(names) > 1 else "built in"
            yield Finding(name, words, is_well=True)
            continue
        try:
            access = access_to(name, settings, registry)
            reached = f"{_reached(access)}; {card_words(registry.card(name))}"
            told, is_well = _try_call(name, access, settings, registry)
            yield Finding(name, f"{reached}; {told}", is_well)
        except ModelUnavailable as error:
            yield Finding(name, str(error), is_well=False)


def card_words(card: ModelCard) -> str:
    """What a model can and costs, in words."""
    can = ["tools"] * card.has_tools + ["pictures"] * card.has_images
    return f"{' and '.join(can) or 'text only'}, {price_words(card.price)}"


def price_words(price: Price | None) -> str:
    """What a million tokens cost."""
    if price is None:
        return "price unknown"
    if not price.tokens_in and not price.tokens_out:
        return "free"
    amounts = (price.tokens_in / MICROS, price.tokens_out / MICROS)
    return "${:.2f} in and ${:.2f} out per million tokens".format(*amounts)


def remedy(fault: Fault, access: Access) -> str:
    """What failed, and what helps."""
    key = access.key_variable or "the provider's key"
    address = access.base_url or "the provider's usual address"
    words = {
        Kind.KEY_REFUSED: f"the key is refused; put a valid one into {key}",
        Kind.NOT_ALLOWED: f"the key in {key} may not use this model; ask the provider for access",
        Kind.NO_SUCH_MODEL: f"{address} knows no model {access.model!r}; mend SALES_MODEL",
        Kind.RATE_LIMITED: "too much was asked, or the quota is used up; wait, or raise the quota",
        Kind.SERVER_FAILED: "the provider has trouble of its own; try again later",
        Kind.TIMED_OUT: "no answer in time; raise SALES_MODEL_TIMEOUT_S, or take a faster model",
        Kind.UNREACHABLE: f"nothing answers at {address}; is it right, and is the server up?",
        Kind.CUT_OFF: f"{address} broke its answer off; is it a server of this kind?",
        Kind.EMPTY: f"{address} answered nothing that can be read; is it a server of this kind?",
        Kind.BLOCKED: "the provider's safety filter blocked even a greeting",
    }
    return words.get(fault.kind, f"it failed ({fault.kind}); see the provider's status page")


def _reached(access: Access) -> str:
    where = access.base_url or "the provider's usual address"
    if access.key in (None, NO_KEY):
        return f"no key, at {where}"
    return f"{access.key_variable} {_masked(access.key or '')}, at {where}"


def _masked(key: str) -> str:
    return f"…{key[-SHOWN_OF_KEY:]}" if len(key) >= SHORTEST_KEY else "is set"


def _try_call(
    name: str, access: Access, settings: ModelSettings, registry: Registry
) -> tuple[str, bool]:
    model = create_model(name, settings=settings, registry=registry)
    started = time.monotonic()
    deadline = started + settings.timeout_s
    try:
        chunks = chunks_of(model, [HumanMessage(ASKED)], stopped=never, deadline=deadline)
        said = "".join(str(chunk.text) for chunk in chunks)
        fault = None if said.strip() else Fault(Kind.EMPTY)
    except Exception as error:  # noqa: BLE001 - whatever a provider's client raises
        fault = fault_of(error)
    took = f"{time.monotonic() - started:.1f} s"
    if fault is None:
        return f"answered in {took}", True
    return f"failed after {took}: {remedy(fault, access)}", False
