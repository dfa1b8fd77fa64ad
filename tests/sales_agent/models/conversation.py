"""Drives a model through a conversation as the graph does, with a scripted shop for tools."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from sales_agent.models.offline.model import OfflineModel
from tests.sales_agent.models.shop import ScriptedShop
from tools import all_tools

TODAY = date(2026, 11, 21)
BOUND = [tool for tool in all_tools if "commit" not in (tool.tags or ())]


@dataclass
class Conversation:
    """A talk with the offline model; `messages` is all there is of it."""

    shop: ScriptedShop = field(default_factory=ScriptedShop)
    messages: list[BaseMessage] = field(default_factory=list)
    bound: list[Any] = field(default_factory=lambda: list(BOUND))
    pending: dict[str, Any] | None = None

    def say(self, text: str) -> str:
        """Say something and get the reply."""
        self.messages.append(HumanMessage(text))
        if self.pending and text.lower() == "yes":
            call = {"name": self.pending["tool"], "args": self.pending["args"], "id": uuid4().hex}
            self.messages.append(AIMessage("", tool_calls=[call]))
            self._run_tools()
        self.pending = None
        model = OfflineModel(today=lambda: TODAY).bind_tools(self.bound)
        for _ in range(10):
            answer = model.invoke([SystemMessage("be kind"), *self.messages])
            self.messages.append(answer)
            if not answer.tool_calls:
                return str(answer.text)
            self._run_tools()
            if self.pending:
                self.messages.append(AIMessage("Shall I go ahead? (yes / no)"))
                return "Shall I go ahead? (yes / no)"
        raise AssertionError("the model never came to words")

    @property
    def suggestions(self) -> list[str]:
        """The quick replies of the last reply."""
        found: list[str] = self.messages[-1].additional_kwargs["suggestions"]
        return found

    def _run_tools(self) -> None:
        answer = self.messages[-1]
        assert isinstance(answer, AIMessage)
        for call in answer.tool_calls:
            result = self.shop.call(call["name"], call["args"])
            content = json.dumps(result, ensure_ascii=False)
            self.messages.append(ToolMessage(content, tool_call_id=call["id"], name=call["name"]))
            if result.get("status") == "confirmation_required":
                self.pending = result["commit"]
