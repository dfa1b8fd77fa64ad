"""The conversation so far, read from its messages and from nothing else."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from sales_agent.guards.marking import without_marks
from sales_agent.models.offline.understanding.recognition import language_of
from sales_agent.models.offline.understanding.vocabulary import (
    Vocabulary,
    none_yet,
    read_vocabulary,
)

ASKED = "asked"
"""Key of a message's additional_kwargs that says what its question was."""
MEMORY = "memory"
"""Key of the system message's additional_kwargs that holds what is remembered, as data."""
_MOST_TURNS = 512
"""Turns that are kept as they were read, the latest ones: of each talk all but the last return."""
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """A tool call and its result; None while there is none."""

    name: str
    args: Json
    result: Json | None
    content: str = ""

    @property
    def is_ok(self) -> bool:
        """It was answered, and not with a fault."""
        return self.result is not None and self.result.get("status") != "error"


@dataclass(frozen=True, eq=False)
class Exchange:
    """One turn: the shopper's words, what tools were called for them, the reply."""

    text: str
    calls: tuple[Call, ...] = ()
    reply: str = ""
    asked: Json | None = None
    rounds: int = 0

    @cached_property
    def found(self) -> dict[Callable[..., Any], Any]:
        """What `found_once` found of it."""
        return {}


@dataclass(frozen=True, eq=False)
class Talk:
    """All turns that the messages hold; `now` is the one to be answered.

    `memory` is what is remembered of turns that the messages no longer hold: `facts`, `profile`.
    """

    past: tuple[Exchange, ...]
    now: Exchange
    memory: Json = field(default_factory=dict)

    @cached_property
    def found(self) -> dict[Callable[..., Any], Any]:
        """What `found_once` found of it."""
        return {}

    @cached_property
    def language(self) -> str:
        """The language to answer in, found from what the shopper wrote."""
        return language_of([*(turn.text for turn in self.past), self.now.text])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The shop's words as browse_catalog gave them last; `none_yet` before."""
        for call in self.latest_calls("browse_catalog", with_now=True):
            return read_vocabulary(call.content)
        return none_yet()

    @property
    def has_vocabulary(self) -> bool:
        """Whether the catalogue was browsed."""
        return self.vocabulary is not none_yet()

    def latest_calls(self, *names: str, with_now: bool = False) -> Iterator[Call]:
        """Answered calls of some tools (of any, when none is named), newest first."""
        turns = (*self.past, self.now) if with_now else self.past
        for turn in reversed(turns):
            for call in reversed(turn.calls):
                if call.is_ok and (not names or call.name in names):
                    yield call


def read_talk(messages: Sequence[BaseMessage]) -> Talk:
    """Read the turns of a conversation."""
    turns: list[list[BaseMessage]] = []
    for message in messages:
        if isinstance(message, HumanMessage):
            turns.append([message])
        elif turns:
            turns[-1].append(message)
    exchanges = [_exchange(_Turn(_parts(turn), turn)) for turn in turns] or [Exchange("")]
    memory = [m.additional_kwargs.get(MEMORY, {}) for m in messages if isinstance(m, SystemMessage)]
    return Talk(tuple(exchanges[:-1]), exchanges[-1], memory[0] if memory else {})


@dataclass(frozen=True)
class _Turn:
    """The messages of a turn, known again by all that is read of them."""

    parts: tuple[str, ...]
    messages: Sequence[BaseMessage] = field(compare=False)


def _parts(turn: Sequence[BaseMessage]) -> tuple[str, ...]:
    parts: list[str] = []
    for message in turn:
        parts += (message.type, str(message.text))
        if isinstance(message, AIMessage):
            parts += (repr(message.tool_calls), repr(message.additional_kwargs.get(ASKED)))
        elif isinstance(message, ToolMessage):
            parts.append(message.tool_call_id)
    return tuple(parts)


@lru_cache(maxsize=_MOST_TURNS)
def _exchange(kept: _Turn) -> Exchange:
    turn = kept.messages
    results = {
        m.tool_call_id: without_marks(str(m.text)) for m in turn if isinstance(m, ToolMessage)
    }
    answers = [message for message in turn if isinstance(message, AIMessage)]
    calls = tuple(
        _call(call["name"], call["args"], results.get(call["id"] or ""))
        for answer in answers
        for call in answer.tool_calls
    )
    said = [answer for answer in answers if answer.text]
    reply = "\n".join(str(answer.text) for answer in said)
    asked = said[-1].additional_kwargs.get(ASKED) if said else None
    return Exchange(str(turn[0].text), calls, reply, asked, rounds=len(answers))


def _call(name: str, args: Json, content: str | None) -> Call:
    if content is None:
        return Call(name, args, None)
    return Call(name, args, _result(content), content)


@lru_cache(maxsize=512)
def _result(content: str) -> Json:
    """A tool's text as an object; plain text becomes its `message`."""
    try:
        result = json.loads(content)
    except ValueError:
        failed = content.startswith("Error")
        code = {"code": "tool_failed"} if failed else {}
        return {"status": "error" if failed else "ok", "message": content, **code}
    if isinstance(result, dict):
        return result
    return {"status": "ok", "result": result}
