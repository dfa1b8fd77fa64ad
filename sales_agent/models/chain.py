"""The models that lead a conversation, in the order in which they are asked; the last is offline.

A fallback's packages are imported when it is asked, and that its key and package are there is
found out at the start.
"""

from collections.abc import Callable, Iterator, Mapping
from threading import Lock
from typing import TYPE_CHECKING

from sales_agent.models.creation import access_to, create_model
from sales_agent.models.registry import Registry
from sales_agent.models.selection import MedianMs, names_of, nobody_measured
from sales_agent.settings import OFFLINE, ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Chain(Mapping[str, "BaseChatModel"]):
    """Models by name, each made when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], "BaseChatModel"]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, BaseChatModel] = {}
        self._lock = Lock()

    def __getitem__(self, name: str) -> "BaseChatModel":
        """The model; raises ModelUnavailable when it cannot be made."""
        make = self._makers[name]
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
            return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in order."""
        return iter(self._makers)

    def __len__(self) -> int:
        """How many there are, with the offline one."""
        return len(self._makers)


def open_chain(
    settings: ModelSettings, registry: Registry, median_ms: MedianMs = nobody_measured
) -> Chain:
    """The models that the settings name, and the offline one after them.

    The first is made here, and so is one that only LangChain knows: whether that can be made is
    not known before.

    Raises:
        ModelUnavailable: one cannot be made: unknown, not installed, without a key.
    """
    names = names_of(settings, registry, median_ms)
    for name in names:
        if name != OFFLINE:
            access_to(name, settings, registry)

    def maker(name: str) -> Callable[[], "BaseChatModel"]:
        return lambda: create_model(name, settings=settings, registry=registry)

    chain = Chain({name: maker(name) for name in names})
    for name in names:
        is_known = name == OFFLINE or registry.provider(name.partition(":")[0]).is_known
        if name == names[0] or not is_known:
            chain[name]
    return chain
