"""A model that misbehaves by script, and insists when it is asked again."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCallChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field

Step = Any
"""A text, a call (`call` with its `args`), a list of both at once, or `raises` with a reason."""
PIECE = re.compile(r"\S+\s*|\s+")


class MisbehavingModel(BaseChatModel):
    """Plays a turn's steps; asked more often than it has steps, it plays its insistence.

    A text may hold `{prompt}` and `{schemas}`: the model tells what it was shown.
    """

    steps: list[Step] = Field(default_factory=list)
    insists: list[Step] = Field(default_factory=list)
    seen: list[list[BaseMessage]] = Field(default_factory=list)
    schemas: str = ""

    @property
    def _llm_type(self) -> str:
        return "misbehaving"

    def bind_tools(self, tools: Any, **kwargs: Any) -> "MisbehavingModel":  # type: ignore[override]
        self.schemas = json.dumps([convert_to_openai_tool(tool) for tool in tools])
        return self

    def play(self, steps: list[Step], insists: list[Step]) -> None:
        """Take the steps of the next turn."""
        self.steps, self.insists = list(steps), list(insists)

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self.seen.append(list(messages))
        if self.steps:
            step = self.steps.pop(0)
        else:
            assert self.insists, f"asked once more after {messages[-1].content!r}"
            step = self.insists.pop(0) if len(self.insists) > 1 else self.insists[0]
        return self._message(step, messages)

    def _message(self, step: Step, messages: list[BaseMessage]) -> AIMessage:
        parts = step if isinstance(step, list) else [step]
        if any(isinstance(part, Mapping) and "raises" in part for part in parts):
            raise ConnectionError(str(step))
        text = "".join(part for part in parts if isinstance(part, str))
        shown = {"{prompt}": str(messages[0].content), "{schemas}": self.schemas}
        for place, words in shown.items():
            text = text.replace(place, words)
        calls = [part for part in parts if isinstance(part, Mapping)]
        made = [{"name": c["call"], "args": c.get("args", {}), "id": uuid4().hex} for c in calls]
        return AIMessage(text, tool_calls=made)

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages))])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        message = self._next(messages)
        for piece in PIECE.findall(str(message.text)):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        chunks = [
            ToolCallChunk(name=c["name"], args=json.dumps(c["args"]), id=c["id"], index=index)
            for index, c in enumerate(message.tool_calls)
        ]
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=chunks))
