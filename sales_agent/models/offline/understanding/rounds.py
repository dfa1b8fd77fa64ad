"""A message is understood once, in however many rounds of tools it is answered."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

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

    digest: bytes
    vocabulary: Vocabulary
    talk: Talk = field(compare=False)


def understood(talk: Talk) -> list[Wish]:
    """What `understand` finds in a talk, kept for the next round of the same turn."""
    digest = hashlib.blake2b(digest_size=16)
    for part in _parts(talk):
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    with speaking(talk.language):
        return [*_once(_Message(digest.digest(), talk.vocabulary, talk))]


def forget() -> None:
    """Understand every message anew, as a process does that has seen none."""
    _once.cache_clear()


@lru_cache(maxsize=_MOST)
def _once(message: _Message) -> tuple[Wish, ...]:
    return tuple(understand(message.talk))


def _parts(talk: Talk) -> Iterator[str]:
    """All that a message's meaning hangs on, one after the other."""
    yield talk.now.text
    yield repr(talk.memory)
    for turn in talk.past:
        yield from _parts_of(turn)


def _parts_of(turn: Exchange) -> Iterator[str]:
    yield turn.text
    yield turn.reply
    yield repr(turn.asked)
    for call in turn.calls:
        yield call.name
        yield repr(call.args)
        yield call.content
