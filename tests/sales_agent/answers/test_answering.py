"""Who is asked, how often, and what is made of what is said; models are doubles."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolCallChunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field

from sales_agent.answers.answering import answer, bind_models
from sales_agent.answers.replies import LEADER, is_malformed
from sales_agent.errors import ModelFailed
from sales_agent.models.calls import Call
from sales_agent.models.chain import Chain
from sales_agent.models.creation import ModelUnavailable
from sales_agent.models.faults import Kind

SAID = [HumanMessage("a lamp")]


class Refused(Exception):
    """A provider's error with its status."""

    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


class Speaking(BaseChatModel):
    """Plays one list of chunks or exceptions a call; the last list is played again."""

    plays: list[list[Any]]
    seen: list[Any] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "speaking"

    def bind_tools(self, tools: Any, **kwargs: Any) -> "Speaking":
        return self

    def _generate(self, messages: Any, *rest: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError

    def _stream(self, messages: Any, *rest: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        self.seen.append(messages)
        for piece in self.plays.pop(0) if len(self.plays) > 1 else self.plays[0]:
            if isinstance(piece, Exception):
                raise piece
            chunk = AIMessageChunk(piece) if isinstance(piece, str) else piece
            yield ChatGenerationChunk(message=chunk)


@dataclass
class Watching:
    """Lets everybody be asked and remembers the calls."""

    timeout_s: float | None = None
    deadline: float | None = None
    sees: bool = False
    calls: list[Call] = field(default_factory=list)

    def order(self, names):
        return names

    def takes_pictures(self, name):
        return self.sees

    def record(self, call):
        self.calls.append(call)


def speaking(*plays: list[Any]) -> Speaking:
    return Speaking(plays=list(plays))


@dataclass
class Hearing:
    """Lets through what it hears: each piece, or only pieces that end a sentence."""

    is_patient: bool = False
    held: str = ""
    said: str = ""

    @property
    def has_said(self) -> bool:
        return bool(self.said)

    def hear(self, text: str) -> None:
        self.held += text
        if not self.is_patient or self.held.endswith("."):
            self.said, self.held = self.said + self.held, ""

    def start_over(self) -> None:
        assert not self.said, "an answer that was read cannot be begun anew"
        self.held = ""


def ask(
    watch: Watching | None = None,
    said: Any = SAID,
    listener: Hearing | None = None,
    **models: BaseChatModel,
):
    listener = listener or Hearing()
    names = {name.replace("_", ":"): model for name, model in models.items()}
    reply = answer(bind_models(names, []), said, listener, watch=watch or Watching())
    return reply, listener.said


def calling(args: str, *, call_id: str | None = "c-1", name: str | None = "find") -> AIMessageChunk:
    chunk = ToolCallChunk(name=name, args=args, id=call_id, index=0)
    return AIMessageChunk("", tool_call_chunks=[chunk])


def test_trouble_that_passes_is_not_noticed():
    watch = Watching()
    reply, heard = ask(watch, first=speaking([Refused(503)], ["Here."]))

    assert (reply.text, heard, reply.response_metadata[LEADER]) == ("Here.", "Here.", "first")
    assert [call.fault and call.fault.kind for call in watch.calls] == [Kind.SERVER_FAILED, None]


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_no_retry_helps_goes_to_the_next_model(status):
    first = speaking([Refused(status)])
    reply, _ = ask(first=first, spare=speaking(["Here."]))

    assert reply.response_metadata[LEADER] == "spare"
    assert len(first.seen) == 1


def test_model_that_has_spoken_is_not_asked_again():
    first = speaking(["Here is a", Refused(503)])
    with pytest.raises(ModelFailed):
        ask(first=first, spare=speaking(["Here."]))

    assert len(first.seen) == 1


def test_answer_of_which_nothing_was_read_is_given_by_the_next_model():
    first = speaking(["Here is a", Refused(503)])
    reply, heard = ask(listener=Hearing(is_patient=True), first=first, spare=speaking(["There."]))

    assert (reply.response_metadata[LEADER], heard) == ("spare", "There.")
    assert len(first.seen) == 2


def test_model_that_cannot_be_made_is_passed_over():
    def lose() -> BaseChatModel:
        raise ModelUnavailable("its package is gone")

    watch = Watching()
    chain = Chain({"lost": lose, "spare": lambda: speaking(["Here."])})

    assert answer(bind_models(chain, []), SAID, Hearing(), watch=watch).text == "Here."
    assert watch.calls[0].fault.kind == Kind.UNAVAILABLE


def test_deadline_of_a_call_passes_to_the_next_model():
    class Dripping(Speaking):
        def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
            while True:
                time.sleep(0.01)
                yield ChatGenerationChunk(message=AIMessageChunk(""))

    watch = Watching(timeout_s=0.2)
    reply, _ = ask(watch, first=Dripping(plays=[]), spare=speaking(["Here."]))

    assert reply.response_metadata[LEADER] == "spare"
    assert watch.calls[0].fault.kind == Kind.TIMED_OUT


def test_deadline_of_a_turn_is_kept():
    watch = Watching(timeout_s=60, deadline=time.monotonic() - 1)
    with pytest.raises(ModelFailed):
        ask(watch, first=speaking(["Here."]))

    assert watch.calls[0].fault.kind == Kind.TIMED_OUT


@pytest.mark.parametrize("args", ['{"query": "la', "lamp", "[1]", '"x"'])
def test_half_a_call_is_never_guessed(args):
    reply, _ = ask(first=speaking(["Let me look.", calling(args)]))

    [call] = reply.tool_calls
    assert is_malformed(call)
    assert (call["name"], call["args"]) == ("find", {})
    assert reply.text == "Let me look."


def test_call_without_arguments_is_a_call():
    reply, _ = ask(first=speaking([calling("")]))

    assert [(call["name"], call["args"]) for call in reply.tool_calls] == [("find", {})]
    assert not is_malformed(reply.tool_calls[0])


@pytest.mark.parametrize("call_id", ["c-1", None, ""])
def test_ids_are_never_repeated_in_a_thread(call_id):
    before = AIMessage("", tool_calls=[{"name": "find", "args": {}, "id": "c-1"}])
    reply, _ = ask(said=[*SAID, before], first=speaking([calling("{}", call_id=call_id)]))

    [call] = reply.tool_calls
    assert call["id"] not in ("c-1", None, "")


def test_other_provider_s_message_is_told_plainly():
    said = AIMessage(
        [{"type": "text", "text": "Here.", "extras": {"signature": "secret"}}],
        additional_kwargs={"signatures": {"c-1": "secret"}},
        tool_calls=[{"name": "find", "args": {}, "id": "c-1"}],
        response_metadata={LEADER: "google_genai:gemini"},
    )
    here, there = speaking(["Yes."]), speaking(["Yes."])
    ask(said=[*SAID, said], openai_mini=here)
    ask(said=[*SAID, said], google__genai_flash=there)

    [_, told] = here.seen[0]
    assert "secret" not in json.dumps(told.model_dump())
    assert (told.text, told.tool_calls[0]["id"]) == ("Here.", "c-1")


def test_picture_goes_only_to_a_model_that_sees():
    picture = {"type": "image", "base64": "aGk=", "mime_type": "image/png"}
    said = [HumanMessage([{"type": "text", "text": "like this"}, picture])]
    blind, seeing = speaking(["Yes."]), speaking(["Yes."])
    ask(Watching(), said, blind=blind)
    ask(Watching(sees=True), said, seeing=seeing)

    assert blind.seen[0][0].content.startswith("like this\n(The shopper sent a picture")
    assert seeing.seen[0][0].content[1] == picture


def test_tokens_are_estimated_where_nobody_counts_them():
    watch = Watching()
    ask(watch, first=speaking(["Here is a lamp that you may like."]))

    usage = watch.calls[0].usage
    assert usage.is_estimated
    assert usage.tokens_in > 0
    assert usage.tokens_out == len("Here is a lamp that you may like.") // 4


def test_call_that_was_refused_read_nothing():
    watch = Watching()
    with pytest.raises(ModelFailed):
        ask(watch, first=speaking([Refused(401)]))

    assert (watch.calls[0].usage.tokens_in, watch.calls[0].usage.tokens_out) == (0, 0)
