"""Where the policy works: it asks for a tool's result and is run again when the result is there.

The rules for a wish read as straight lines of calls. A call whose result the messages hold gives
it; one that was not made yet stops the rule with `Awaited`, the model answers with that tool call,
and at the next call of the model the same rule runs from its top with one result more. So nothing
is kept but the messages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.toolbox import Toolbox
from sales_agent.models.offline.wording.texts import Texts

Json = Mapping[str, Any]
MOST_ROUNDS = 8
"""Model calls in one turn after which it must say something."""


@dataclass(frozen=True)
class Wanted:
    """A tool call that is to be made."""

    name: str
    args: Json


class Awaited(Exception):
    """Results are needed first."""

    def __init__(self, calls: Sequence[Wanted]) -> None:
        super().__init__([call.name for call in calls])
        self.calls = tuple(calls)


class Failed(Exception):
    """A tool answered with a fault."""

    def __init__(self, tool: str, result: Json) -> None:
        super().__init__(tool)
        self.tool = tool
        self.result = result


@dataclass(frozen=True)
class Desk:
    """The talk, the bound tools and the words at hand.

    `first` numbers the next product shown; `offers` says whether something that goes with goods
    may be offered, which is once in a message; `is_alone` whether nothing else is wanted in it,
    so that a question about it is the one that is asked.
    """

    talk: Talk
    tools: Toolbox
    texts: Texts
    today: date
    first: int = 1
    offers: bool = True
    is_alone: bool = True

    def call(self, name: str, **args: Any) -> Json:
        """The result of a tool; arguments that are None are left out.

        Raises:
            Awaited: the call is still to be made.
            Failed: it ended in a fault.
        """
        return self.call_all([(name, args)])[0]

    def call_all(self, calls: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Json]:
        """The results of several tools, called at once."""
        wanted = [Wanted(name, _given(args)) for name, args in calls]
        results = [self._result(call) for call in wanted]
        missing = [call for call, found in zip(wanted, results, strict=True) if found is None]
        if missing:
            self._stop_for(missing)
        for call, result in zip(wanted, results, strict=True):
            if result is not None and result.get("status") == "error":
                raise Failed(call.name, result)
        return [result for result in results if result is not None]

    def attempt(self, name: str, **args: Any) -> Json | None:
        """The result of a tool that the reply can do without; None after a fault."""
        if not self.tools.has(name):
            return None
        try:
            return self.call(name, **args)
        except Failed:
            return None

    def say(self, key: str, **values: Any) -> str:
        """A text, varied by how far the talk has come."""
        return self.texts.say(key, seed=len(self.talk.past), **values)

    def _stop_for(self, missing: Sequence[Wanted]) -> None:
        for call in missing:
            if not self.tools.has(call.name):
                raise Failed(call.name, {"status": "error", "code": "no_such_tool"})
        if self.talk.now.rounds >= MOST_ROUNDS:
            raise Failed(missing[0].name, {"status": "error", "code": "too_many_rounds"})
        raise Awaited(missing)

    def _result(self, wanted: Wanted) -> Json | None:
        for call in self.talk.now.calls:
            if call.name == wanted.name and _given(call.args) == wanted.args:
                return call.result
        return None


def _given(args: Json) -> dict[str, Any]:
    return {name: value for name, value in args.items() if value is not None}
