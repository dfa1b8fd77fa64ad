"""The local servers refuse what the real ones refuse; without this the other tests prove little."""

from typing import Any

import pytest

from tests.providers import anthropic_server, openai_server
from tests.providers.wire import Refusal

USER = {"role": "user", "content": "a lamp"}
CALL = {"id": "call_1", "type": "function", "function": {"name": "find", "arguments": "{}"}}
CALLED = {"role": "assistant", "content": None, "tool_calls": [CALL]}
ANSWER = {"role": "tool", "tool_call_id": "call_1", "content": "{}"}
REPLY = {"role": "assistant", "content": "Here."}

USE = {"type": "tool_use", "id": "toolu_1", "name": "find", "input": {}}
USED = {"role": "assistant", "content": [USE]}
RESULT = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "{}"}
RESULTS = {"role": "user", "content": [RESULT]}


def text(words: str) -> dict[str, str]:
    return {"type": "text", "text": words}


def of_openai(*messages: Any, **more: Any) -> None:
    body = {"model": "gpt-4.1-mini", "messages": list(messages), **more}
    openai_server.check_request(body)


def of_anthropic(*messages: Any, **more: Any) -> None:
    body = {"model": "claude-haiku-4-5", "max_tokens": 9, "messages": list(messages), **more}
    anthropic_server.check_request(body)


def test_what_openai_takes_passes():
    of_openai(USER, CALLED, ANSWER, REPLY, USER)
    of_openai({"role": "system", "content": "Sell."}, USER, CALLED, ANSWER, USER)


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ([], "empty array"),
        ([USER, CALLED, USER], "must be followed by tool messages"),
        ([USER, CALLED], "must be followed by tool messages"),
        ([USER, ANSWER], "must be a response to a preceeding message"),
        ([USER, CALLED, ANSWER, ANSWER], "must be a response to a preceeding message"),
        ([USER, {**CALLED, "tool_calls": []}], "empty array"),
        ([USER, {**CALLED, "tool_calls": [{**CALL, "id": "x" * 41}]}], "string too long"),
        ([{"role": "assistant", "content": None}], "got null"),
        ([{"role": "user", "content": [{**text("x"), "extras": {}}]}], "Unknown parameter"),
        ([{"role": "user", "content": [{"type": "tool_use"}]}], "Invalid value: 'tool_use'"),
        ([{"role": "model", "content": "x"}], "Invalid value: 'model'"),
    ],
)
def test_what_openai_refuses_is_refused(messages, words):
    with pytest.raises(Refusal, match=words):
        of_openai(*messages)


def test_openai_knows_its_arguments():
    with pytest.raises(Refusal, match="Unrecognized request argument supplied: thinking"):
        of_openai(USER, thinking=True)
    with pytest.raises(Refusal, match="only allowed when 'stream'"):
        of_openai(USER, stream_options={"include_usage": True})
    with pytest.raises(Refusal, match='type: "object"'):
        of_openai(
            USER,
            tools=[
                {"type": "function", "function": {"name": "f", "parameters": {"type": "array"}}}
            ],
        )


def test_what_anthropic_takes_passes():
    of_anthropic(USER, USED, RESULTS, REPLY, USER)
    of_anthropic(USER, USED, {**RESULTS, "content": [RESULT, text("and hello")]})


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ([], "at least one message"),
        ([USER, USER], "roles must alternate"),
        ([REPLY, USER], "roles must alternate"),
        ([USER, USED, USER], "without `tool_result` blocks"),
        ([USER, USED], "without `tool_result` blocks"),
        ([USER, REPLY, RESULTS], "unexpected `tool_use_id`"),
        ([USER, USED, {**RESULTS, "content": [text("x"), RESULT]}], "must come first"),
        ([USER, USED, RESULTS, USED, RESULTS], "`tool_use` ids must be unique"),
        ([{"role": "user", "content": [text("")]}], "must be non-empty"),
        ([{"role": "user", "content": " "}], "non-whitespace"),
        ([{"role": "user", "content": []}], "non-empty content"),
        ([{"role": "user", "content": [{**text("x"), "extras": 1}]}], "Extra inputs"),
        ([USER, {"role": "assistant", "content": [{**USE, "id": "a b"}]}], "match pattern"),
    ],
)
def test_what_anthropic_refuses_is_refused(messages, words):
    with pytest.raises(Refusal, match=words):
        of_anthropic(*messages)


def test_anthropic_needs_its_arguments():
    with pytest.raises(Refusal, match="max_tokens: Field required"):
        of_anthropic(USER, max_tokens=None)
    with pytest.raises(Refusal, match="seed: Extra inputs"):
        of_anthropic(USER, seed=1)
    with pytest.raises(Refusal, match="input_schema"):
        of_anthropic(USER, tools=[{"name": "find", "input_schema": {}}])
