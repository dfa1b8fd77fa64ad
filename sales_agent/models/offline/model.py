"""The built-in dialogue model, as LangChain sees it."""

import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import ToolCallChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field

from sales_agent.models.offline.context.talk import ASKED, read_talk
from sales_agent.models.offline.policy.decide import decide
from sales_agent.models.offline.policy.desk import Wanted
from sales_agent.models.offline.policy.reply import Said
from sales_agent.models.offline.toolbox import Toolbox, read_toolbox
from sales_agent.models.offline.understanding.language import speaking
from sales_agent.models.offline.wording.names import quick_reply
from sales_agent.models.offline.wording.texts import load_texts

NAME = "offline"
_WORD = re.compile(r"\S+\s*|\s+")


def _utc_today() -> date:
    return datetime.now(UTC).date()


class OfflineModel(BaseChatModel):
    """A sales clerk that needs no key and no network.

    It sees messages and bound tools' schemas and keeps nothing between calls, so that any
    process goes on with any conversation.
    """

    today: Callable[[], date] = Field(default=_utc_today, exclude=True)

    @property
    def _llm_type(self) -> str:
        return NAME

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools by their schemas; `tool_choice` has no effect here."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = answer(messages, read_toolbox(kwargs.get("tools") or ()), self.today())
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        message = answer(messages, read_toolbox(kwargs.get("tools") or ()), self.today())
        for chunk in _chunks(message):
            generation = ChatGenerationChunk(message=chunk)
            if run_manager and chunk.content:
                run_manager.on_llm_new_token(str(chunk.content), chunk=generation)
            yield generation


def answer(messages: Sequence[BaseMessage], tools: Toolbox, today: date) -> AIMessage:
    """The next message of a conversation: tool calls, or the reply."""
    talk = read_talk(messages)
    with speaking(talk.language):
        decided = decide(talk, tools, load_texts(), today)
        suggestions = [*map(quick_reply, decided.suggestions)] if isinstance(decided, Said) else []
    about = {"model_name": NAME, "finish_reason": "stop"}
    if isinstance(decided, Said):
        more = {
            "suggestions": suggestions,
            **({ASKED: decided.asked} if decided.asked else {}),
        }
        calls = [_tool_call(call) for call in decided.calls]
        text = f"{decided.text}\n\n" if calls else decided.text
        return AIMessage(text, additional_kwargs=more, response_metadata=about, tool_calls=calls)
    return AIMessage("", tool_calls=[_tool_call(call) for call in decided], response_metadata=about)


def _tool_call(call: Wanted) -> Any:
    return {
        "name": call.name,
        "args": dict(call.args),
        "id": f"call_{secrets.token_hex(8)}",
        "type": "tool_call",
    }


def _chunks(message: AIMessage) -> Iterator[AIMessageChunk]:
    """A message in pieces: text word by word, all tool calls at once, what it is about last."""
    for word in _WORD.findall(str(message.text)):
        yield AIMessageChunk(content=word)
    calls = [
        ToolCallChunk(
            name=call["name"],
            args=json.dumps(call["args"]),
            id=call["id"],
            index=index,
            type="tool_call_chunk",
        )
        for index, call in enumerate(message.tool_calls)
    ]
    yield AIMessageChunk(
        content="",
        tool_call_chunks=calls,
        additional_kwargs=message.additional_kwargs,
        response_metadata=message.response_metadata,
        chunk_position="last",
    )
