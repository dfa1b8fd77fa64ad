"""Which models a chain stands for: those it names, and those that `auto` picks.

`auto:cost` takes the models of the registry that can be used here (their key is set, their client
installed) from the cheapest on, `auto:latency` from the fastest on as measured. `auto:cost+images`
takes only those that see pictures.
"""

from collections.abc import Callable, Iterator

from sales_agent.models.creation import ModelUnavailable, access_to
from sales_agent.models.registry import ModelCard, Registry
from sales_agent.settings import OFFLINE, ModelSettings

AUTO = "auto"
ABILITIES: dict[str, Callable[[ModelCard], bool]] = {
    "images": lambda card: card.has_images,
    "tools": lambda card: card.has_tools,
    "streaming": lambda card: card.has_streaming,
}
TYPICAL_TOKENS = (8_000, 200)
"""What a call of a conversation reads and writes, for comparing prices."""
MedianMs = Callable[[str], float | None]
UNMEASURED_MS = float("inf")
_FORM = "give auto:cost or auto:latency, and after a + images, tools, streaming or a context, 100k"


def nobody_measured(name: str) -> float | None:
    """No model was ever timed."""
    return None


def names_of(
    settings: ModelSettings, registry: Registry, median_ms: MedianMs = nobody_measured
) -> list[str]:
    """The models of a chain in order, each once, the offline one last or where it is named.

    Args:
        settings: The chain, and the keys that are set.
        registry: What is known of models.
        median_ms: How long a model's calls take, as measured; None when it never was.

    Raises:
        ModelUnavailable: what `auto` asks for is none, or no model here is so.
    """
    names: list[str] = []
    for entry in settings.chain:
        kind, _, wish = entry.partition(":")
        names += _picked(wish, settings, registry, median_ms) if kind == AUTO else [entry]
    return list(dict.fromkeys([*names, OFFLINE]))


def _picked(
    wish: str, settings: ModelSettings, registry: Registry, median_ms: MedianMs
) -> list[str]:
    order, *abilities = wish.split("+")
    keys: dict[str, Callable[[ModelCard], tuple[float, ...]]] = {
        "cost": lambda card: (_cost(card),),
        "latency": lambda card: (median_ms(card.name) or UNMEASURED_MS, _cost(card)),
    }
    if order not in keys:
        raise ModelUnavailable(f"unknown model '{AUTO}:{wish}'; {_FORM}")
    cards = [card for card in _usable(settings, registry) if _can(card, abilities, wish)]
    if not cards:
        raise ModelUnavailable(
            f"'{AUTO}:{wish}' finds no model that can be used here; set a provider's key, such as "
            f"GOOGLE_API_KEY, or take {OFFLINE!r}"
        )
    return [card.name for card in sorted(cards, key=keys[order])]


def _usable(settings: ModelSettings, registry: Registry) -> Iterator[ModelCard]:
    """The models of the registry whose key and client are here, and that can call tools."""
    for name, card in registry.models.items():
        try:
            access_to(name, settings, registry)
        except ModelUnavailable:
            continue
        if card.has_tools and card.price is not None:
            yield card


def _can(card: ModelCard, abilities: list[str], wish: str) -> bool:
    for ability in abilities:
        if ability.removesuffix("k").isdecimal():
            tokens = int(ability.removesuffix("k")) * (1000 if ability.endswith("k") else 1)
            if card.context_tokens < tokens:
                return False
        elif has := ABILITIES.get(ability):
            if not has(card):
                return False
        else:
            raise ModelUnavailable(f"unknown ability {ability!r} in '{AUTO}:{wish}'; {_FORM}")
    return True


def _cost(card: ModelCard) -> float:
    return card.price.cost(*TYPICAL_TOKENS) if card.price else float("inf")
