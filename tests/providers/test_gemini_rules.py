"""The local Gemini refuses what the real one refuses; without this the other tests prove little."""

import copy
from typing import Any

import pytest

from tests.providers.gemini_rules import InvalidArgument, check_request

FIND = {
    "name": "find",
    "description": "Find.",
    "parameters": {"type": "OBJECT", "properties": {"query": {"type": "STRING"}}},
}
SAID = {"role": "user", "parts": [{"text": "a lamp"}]}
CALLED = {
    "role": "model",
    "parts": [{"functionCall": {"name": "find", "args": {}}, "thoughtSignature": "c2lnbg=="}],
}
ANSWERED = {
    "role": "user",
    "parts": [{"functionResponse": {"name": "find", "response": {"status": "ok"}}}],
}
REPLIED = {"role": "model", "parts": [{"text": "Here."}]}
GEMINI_2, GEMINI_3 = "gemini-2.5-flash", "gemini-3-pro-preview"


def request(*contents: dict[str, Any], declared: Any = (FIND,)) -> dict[str, Any]:
    body = {"contents": list(contents), "tools": [{"functionDeclarations": list(declared)}]}
    return copy.deepcopy(body)


def changed(base: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    return {**base, "parameters": {**base["parameters"], **parameters}}


@pytest.mark.parametrize(
    "contents",
    [
        (SAID,),
        (SAID, REPLIED, SAID),
        (SAID, CALLED, ANSWERED),
        (SAID, CALLED, ANSWERED, CALLED, ANSWERED, REPLIED, SAID),
        (SAID, CALLED, ANSWERED, SAID),
    ],
)
def test_what_the_api_takes_passes(contents):
    check_request(request(*contents), GEMINI_3)


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ((), "contents is not specified"),
        ((SAID, SAID), "alternate between user and model"),
        ((SAID, REPLIED, REPLIED, SAID), "alternate between user and model"),
        ((SAID, REPLIED), "end with a user turn"),
        ((CALLED, ANSWERED), "immediately after a user turn"),
        ((SAID, CALLED, SAID), "number of function response parts is equal"),
        ((SAID, REPLIED, ANSWERED), "immediately after a function call turn"),
        ((SAID, CALLED, {**ANSWERED, "parts": ANSWERED["parts"] * 2}), "parts is equal"),
        (({"role": "system", "parts": [{"text": "x"}]},), "valid role"),
        (({"role": "user", "parts": []},), "must not be empty"),
        (({"role": "user", "parts": [{"text": ""}]},), "must have one initialized field"),
        (({"role": "user", "parts": [{"text": "x", "note": "y"}]},), 'Unknown name "note"'),
    ],
)
def test_turns_that_the_api_refuses_are_refused(contents, message):
    with pytest.raises(InvalidArgument, match=message):
        check_request(request(*contents), GEMINI_2)


def test_an_answer_by_another_name_is_refused():
    answer = {"functionResponse": {"name": "lose", "response": {}}}

    with pytest.raises(InvalidArgument, match="by name"):
        check_request(request(SAID, CALLED, {"role": "user", "parts": [answer]}), GEMINI_2)


def test_gemini_3_asks_for_signatures_in_the_current_turn():
    bare = {"role": "model", "parts": [{"functionCall": {"name": "find", "args": {}}}]}

    check_request(request(SAID, bare, ANSWERED), GEMINI_2)
    check_request(request(SAID, bare, ANSWERED, REPLIED, SAID), GEMINI_3)
    with pytest.raises(InvalidArgument, match="missing a thought_signature"):
        check_request(request(SAID, bare, ANSWERED), GEMINI_3)


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ([{**FIND, "name": "1 find"}], "Invalid function name"),
        ([FIND, FIND], "Duplicate function declaration"),
        ([{**FIND, "strict": True}], 'Unknown name "strict"'),
        ([changed(FIND, properties={})], "should be non-empty for OBJECT"),
        ([changed(FIND, additionalProperties=False)], 'Unknown name "additionalProperties"'),
        ([changed(FIND, required=["size"])], "property is not defined"),
        ([changed(FIND, properties={"x": {"type": "ARRAY"}})], "items: missing field"),
        ([changed(FIND, properties={"x": {"type": "string"}})], "Invalid value"),
        ([changed(FIND, properties={"x": {"type": "INTEGER", "enum": ["1"]}})], "only allowed"),
    ],
)
def test_declarations_that_the_api_refuses_are_refused(declared, message):
    with pytest.raises(InvalidArgument, match=message):
        check_request(request(SAID, declared=declared), GEMINI_2)
