"""A message is understood once, in however many rounds of tools it is answered."""

from dataclasses import dataclass, field
from functools import lru_cache

from sales_agent.models.offline.context.keeping import found_once
from sales_agent.models.offline.context.talk import Exchange, Talk
from sales_agent.models.offline.understanding.language import speaking
from sales_agent.models.offline.understanding.understand import understand
from sales_agent.models.offline.understanding.vocabulary import Vocabulary
from sales_agent.models.offline.understanding.wish import Wish

_MOST = 64
"""Messages that are kept, the latest ones; no process answers more at once."""


@dataclass(frozen=True)
class _Message:
    """A message by all that decides what it means, and the talk that ends with it.

    What this turn's tools answered is no part of it, but for the words of the catalogue.
    """

    parts: tuple[str | tuple[str, ...], ...]
    vocabulary: Vocabulary
    talk: Talk = field(compare=False)


def understood(talk: Talk) -> list[Wish]:
    """What `understand` finds in a talk, kept for the next round of the same turn."""
    with speaking(talk.language):
        return [*_once(_Message(_parts(talk), talk.vocabulary, talk))]


def forget() -> None:
    """Understand every message anew, as a process does that has seen none."""
    _once.cache_clear()


@lru_cache(maxsize=_MOST)
def _once(message: _Message) -> tuple[Wish, ...]:
    return tuple(understand(message.talk))


def _parts(talk: Talk) -> tuple[str | tuple[str, ...], ...]:
    """All that a message's meaning hangs on, one after the other."""
    return (talk.now.text, repr(talk.memory), *map(_parts_of, talk.past))


@found_once
def _parts_of(turn: Exchange) -> tuple[str, ...]:
    calls = repr([(call.name, call.args) for call in turn.calls])
    contents = (call.content for call in turn.calls)
    return (turn.text, turn.reply, repr(turn.asked), calls, *contents)
