"""The models that are known: where each is reached, what it can, and what it costs.

`registry.json` holds them; a file of one's own (SALES_MODELS_FILE) adds to it and overrides it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from sales_agent.settings import OFFLINE, InvalidSetting

Json = dict[str, Any]
BUILT_IN = Path(__file__).with_name("registry.json")
MICROS = 1_000_000
"""Micro-units in one unit of money, and tokens in the million that a price is for."""
USUAL_CONTEXT_TOKENS = 32_000
"""What a model that nothing is known of is taken to read at once."""


@dataclass(frozen=True)
class Price:
    """Micro-units of US dollars for a million tokens, in (read) and out (written)."""

    tokens_in: int
    tokens_out: int

    def cost(self, tokens_in: int, tokens_out: int) -> int:
        """Micro-units for so many tokens, rounded up."""
        return -(-(tokens_in * self.tokens_in + tokens_out * self.tokens_out) // MICROS)


FREE = Price(0, 0)


@dataclass(frozen=True)
class Provider:
    """Where models are reached.

    Attributes:
        name: What stands before the colon of a model's name.
        client: LangChain's name of the client that speaks its wire format.
        key: The environment variable of its key; None: its client knows.
        base_url: Its address; None: its client's usual one.
        is_own: Whether it is a server of one's own, which needs no key and costs nothing.
        is_known: Whether the registry knows it.
    """

    name: str
    client: str
    key: str | None = None
    base_url: str | None = None
    is_own: bool = False
    is_known: bool = True

    @property
    def address_variable(self) -> str:
        """The environment variable that names another address."""
        return f"{self.name.upper()}_BASE_URL"


@dataclass(frozen=True)
class ModelCard:
    """What is known of a model; the price is None when nobody has said it."""

    name: str
    has_tools: bool = True
    has_streaming: bool = True
    has_images: bool = False
    context_tokens: int = USUAL_CONTEXT_TOKENS
    price: Price | None = None


@dataclass(frozen=True)
class Registry:
    """Providers and models by name."""

    providers: Mapping[str, Provider]
    models: Mapping[str, ModelCard]
    priced_on: str = ""

    def provider(self, name: str) -> Provider:
        """A provider; one that is not known is left to LangChain's client of that name."""
        return self.providers.get(name) or Provider(name, name, is_known=False)

    def card(self, name: str) -> ModelCard:
        """What is known of a model, or may be taken for granted."""
        if known := self.models.get(name):
            return known
        is_free = name == OFFLINE or self.provider(provider_of(name)).is_own
        return ModelCard(name, price=FREE if is_free else None)


def provider_of(name: str) -> str:
    """What stands before the colon."""
    return name.partition(":")[0]


def load_registry(own: Path | None = None) -> Registry:
    """Read the built-in registry, and a file of one's own over it.

    Raises:
        InvalidSetting: the file is none, or something in it is not as it must be.
    """
    data = json.loads(BUILT_IN.read_text(encoding="utf-8"))
    known = _registry_of(data, str(BUILT_IN))
    if own is None:
        return known
    try:
        more = json.loads(own.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidSetting(f"SALES_MODELS_FILE {str(own)!r} cannot be read: {error}") from error
    added = _registry_of(more, str(own))
    return Registry(
        {**known.providers, **added.providers}, {**known.models, **added.models}, known.priced_on
    )


def _registry_of(data: Any, file: str) -> Registry:
    try:
        providers = {name: _provider(name, row) for name, row in data.get("providers", {}).items()}
        models = {name: _card(name, row) for name, row in data.get("models", {}).items()}
    except (AttributeError, KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise InvalidSetting(
            f"{file} is no registry of models ({type(error).__name__}: {error}); "
            "docs/models.md shows one"
        ) from error
    return Registry(providers, models, data.get("pricedOn", ""))


def _provider(name: str, row: Json) -> Provider:
    return Provider(
        name, row["client"], row.get("key"), row.get("baseUrl"), bool(row.get("isOwn", False))
    )


def _card(name: str, row: Json) -> ModelCard:
    if not all(name.partition(":")):
        raise ValueError(f"{name!r} is not 'provider:name'")
    price = row.get("price")
    return ModelCard(
        name,
        has_tools=bool(row.get("tools", True)),
        has_streaming=bool(row.get("streaming", True)),
        has_images=bool(row.get("images", False)),
        context_tokens=int(row.get("contextTokens", USUAL_CONTEXT_TOKENS)),
        price=Price(_micros(price["in"]), _micros(price["out"])) if price else None,
    )


def _micros(amount: str) -> int:
    """US dollars as written, such as "0.30", in micro-units."""
    micros = Decimal(str(amount)) * MICROS
    if micros < 0 or not micros.is_finite():
        raise ValueError(f"{amount!r} is no price")
    return int(micros)
