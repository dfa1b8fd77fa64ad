"""A chat model that plays a script: it fails on an unexpected call and on unused steps."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCallChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

Step = str | dict[str, Any] | list[dict[str, Any]] | Exception
"""A reply's text, one tool call (`name`, `args`), several at once, or an exception to raise."""


class Breaks(str):
    """A reply's text whose stream breaks off behind it."""


class ScriptedModel(BaseChatModel):
    """Answers each call with the next step; what it was shown is kept in `seen`."""

    steps: list[Any]
    seen: list[list[BaseMessage]] = Field(default_factory=list)
    offered: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> "ScriptedModel":  # type: ignore[override]
        self.offered = [tool.name for tool in tools]
        return self

    def assert_finished(self) -> None:
        assert not self.steps, f"steps that were never asked for: {self.steps}"

    def _next(self, messages: list[BaseMessage]) -> Step:
        self.seen.append(list(messages))
        assert self.steps, f"unexpected call after {messages[-1].content!r}"
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        step = self._next(messages)
        if isinstance(step, str):
            message = AIMessage(step)
        else:
            calls = step if isinstance(step, list) else [step]
            message = AIMessage("", tool_calls=[{**call, "id": uuid4().hex} for call in calls])
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        import json

        step = self._next(messages)
        if isinstance(step, str):
            for word in step.split(" "):
                yield ChatGenerationChunk(message=AIMessageChunk(content=f"{word} "))
            if isinstance(step, Breaks):
                raise ConnectionResetError("the stream broke off")
            return
        calls = step if isinstance(step, list) else [step]
        chunks = [
            ToolCallChunk(
                name=call["name"], args=json.dumps(call["args"]), id=uuid4().hex, index=index
            )
            for index, call in enumerate(calls)
        ]
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=chunks))
