"""A photo that a shopper sends: what of the shop's goods looks like it, and who sees it.

The picture goes to the models that take pictures, for the turn that it came in. It is not stored: a
note and the goods that were found are, so that "the second one" is understood afterwards.
"""

import base64
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from sales_agent.errors import ModelFailed
from sales_agent.events import Event, ToolFinished, ToolStarted
from sales_agent.guards.marking import mark_result
from sales_agent.message import Picture
from sales_agent.models.calls import Call, Watch
from sales_agent.shop.amounts import price_words
from sales_agent.shop.desk import Desk
from sales_agent.shop.results import status_of

Json = dict[str, Any]
SEARCH = "search_products"
"""The tool that the search by photo stands for: its goods count as found by a search."""
NOTE = "(A photo.)"
LIKE_PHOTO = "This looks most like it:"
NOTHING_LIKE_PHOTO = "Nothing of ours looks like that. Tell me in words what you look for."
NO_PHOTOS = (
    "I know no pictures of our goods yet, so I cannot compare. Tell me in words what you look for."
)
NO_SEARCH = "I could not look at the photo just now. Tell me in words what you look for."
FAILED = {"status": "error", "code": "photo_not_searched", "message": NO_SEARCH, "products": []}


@dataclass(frozen=True)
class Photo:
    """A picture, and what was found by it.

    Attributes:
        picture: The picture itself.
        result: What the search answered.
        ms: How long it took.
        call_id: The id under which the search stands in the conversation.
    """

    picture: Picture = field(repr=False)
    result: Json
    ms: float
    call_id: str

    @property
    def words(self) -> str:
        """What was found, for when no model can see."""
        if products := self.result["products"]:
            rows = [f"{n}. {p['name']}, {price_words(p)}" for n, p in enumerate(products, 1)]
            return "\n".join([LIKE_PHOTO, *rows])
        if self.result["status"] == "error":
            return NO_SEARCH
        return NO_PHOTOS if self.result["status"] == "not_ready" else NOTHING_LIKE_PHOTO

    def messages(self) -> list[AnyMessage]:
        """The search as the conversation keeps it."""
        call = {"name": SEARCH, "args": {}, "id": self.call_id, "type": "tool_call"}
        content = mark_result(json.dumps(self.result, ensure_ascii=False))
        found = ToolMessage(content, tool_call_id=self.call_id, name=SEARCH)
        return [AIMessage("", tool_calls=[call]), found]

    def is_unanswered(self, messages: Sequence[AnyMessage]) -> bool:
        """Whether nothing was said of it yet."""
        last = messages[-1]
        return isinstance(last, ToolMessage) and last.tool_call_id == self.call_id

    def events(self) -> list[Event]:
        """The search, as channels are told of it."""
        status, code = status_of(self.result)
        finished = ToolFinished(SEARCH, {}, status, code, self.result, round(self.ms, 1))
        return [ToolStarted(SEARCH, {}), finished]

    def shown(self, messages: Sequence[AnyMessage]) -> list[AnyMessage]:
        """The messages with the picture in the one that it came with."""
        seen = list(messages)
        for place in reversed(range(len(seen))):
            said = seen[place]
            if isinstance(said, HumanMessage):
                block = {
                    "type": "image",
                    "base64": base64.b64encode(self.picture.data).decode("ascii"),
                    "mime_type": self.picture.media_type,
                }
                text = {"type": "text", "text": str(said.text)}
                seen[place] = HumanMessage([text, block], id=said.id)
                break
        return seen

    def told_by(self, give: Callable[[], AIMessage], say: Callable[[str], None]) -> AIMessage:
        """A model's answer to it, or what was found in plain words when none can answer."""
        try:
            return give()
        except ModelFailed:
            say(self.words)
            return AIMessage(self.words)


@dataclass(frozen=True)
class Seeing:
    """Lets only models be asked that see pictures, or nobody."""

    watch: Watch

    @property
    def timeout_s(self) -> float | None:
        """How long one call may take."""
        return self.watch.timeout_s

    @property
    def deadline(self) -> float | None:
        """When the turn's last call must have ended."""
        return self.watch.deadline

    def order(self, names: Sequence[str]) -> Sequence[str]:
        """Those who see, of those who may be asked."""
        return [name for name in self.watch.order(names) if self.takes_pictures(name)]

    def takes_pictures(self, name: str) -> bool:
        """Whether a model sees pictures."""
        return self.watch.takes_pictures(name)

    def record(self, call: Call) -> None:
        """Take note of a call."""
        self.watch.record(call)


def look_at(picture: Picture | None, desk: Desk, shopper: str) -> Photo | None:
    """Search the shop's goods by a picture."""
    if picture is None:
        return None
    started = time.perf_counter()
    encoded = base64.b64encode(picture.data).decode("ascii")
    try:
        result = desk.find_by_photo(encoded, shopper)
    except desk.failures:
        result = FAILED
    ms = (time.perf_counter() - started) * 1000
    return Photo(picture, result, ms, f"photo-{uuid4().hex}")
