"""What the kit answers for every agent: checks, faults, keys, callers."""

import logging
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from agents.kit.app import create_app
from agents.kit.settings import AgentSettings
from contracts.client import AgentError
from contracts.contract import Contract
from contracts.document import Document, read_document
from contracts.tokens import Claims, sign
from tests.agents.conftest import KEY
from tests.agents.kit.conftest import DOCUMENT, Notes, notes_operations
from tests.doubles import ScriptedPeers


def problem(response: TestResponse, status: int, code: str) -> Any:
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    body = response.get_json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["traceId"] == response.headers.get("X-Trace-Id", body["traceId"])
    return body


def start(tmp_path: Path, operations: Any, document: Any) -> None:
    settings = AgentSettings(data_dir=tmp_path, signing_key=KEY)
    create_app(operations, settings, contract=Contract(document))


def test_a_missing_handler_stops_the_start(tmp_path: Path) -> None:
    operations = notes_operations()
    del operations.handlers["sweepNotes"]
    with pytest.raises(ValueError, match=r"declares \['sweepNotes'\] without a handler"):
        start(tmp_path, operations, DOCUMENT)


def test_an_undeclared_handler_stops_the_start(tmp_path: Path) -> None:
    document: dict[str, Any] = deepcopy(DOCUMENT)
    del document["paths"]["/sweep"]
    with pytest.raises(ValueError, match=r"\['sweepNotes'\] are not in the contract"):
        start(tmp_path, notes_operations(), document)


@pytest.mark.parametrize(
    ("body", "pointer", "keyword"),
    [
        ({}, "", "required"),
        ({"text": "x" * 21}, "/text", "maxLength"),
        ({"text": "x", "tags": ["a", 5]}, "/tags/1", "type"),
        ({"text": "x", "stars": -1}, "/stars", "minimum"),
        ({"text": "x", "stars": 1.5}, "/stars", "type"),
        ({"text": "x", "more": 1}, "", "additionalProperties"),
        ([], "", "type"),
    ],
)
def test_a_bad_body_is_a_400_that_names_the_path(
    notes: Notes, body: Any, pointer: str, keyword: str
) -> None:
    response = notes.send("POST", "/notes", shopper="C-1", key="k", json=body)
    told = problem(response, 400, "invalid_request")
    assert told["pointer"] == pointer
    assert told["detail"] == f"the body breaks the contract at '{pointer or '/'}' ({keyword})"


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        '{"text": "x", "stars": NaN}',
        '{"text": "x", "stars": -Infinity}',
        '{"text": "x", "stars": 1e999}',
        '{"text": "x", "stars": 9223372036854775808}',
        '{"text": "x", "stars": ' + "9" * 5000 + "}",
        '{"text": "\\ud800"}',
        '{"text": "\\u0000"}',
        '{"\\ud800": 1}',
        b'{"text": "\xff\xfe\xfa"}',
        "[" * 100_000,
    ],
    ids=lambda data: repr(data[:40]),
)
def test_what_is_no_json_is_a_400(notes: Notes, data: str | bytes) -> None:
    problem(notes.post_raw(data), 400, "invalid_json")
    assert notes.count() == 0


@pytest.mark.parametrize(
    "data",
    ['{"text": "x", "stars": 5.0}', '{"text": "\\ud83d\\ude00"}', '{"text": "\\u0001 \'; --"}'],
)
def test_odd_but_sound_json_is_taken(notes: Notes, data: str) -> None:
    assert notes.post_raw(data).get_json()["count"] == 1


def test_a_reply_that_breaks_the_contract_does_not_leave(
    notes: Notes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        told = problem(notes.send("POST", "/broken"), 500, "contract_broken")
    assert told["pointer"] == "/count"
    assert "many" not in told["detail"]
    assert "contract_broken" in caplog.text


def test_a_crash_is_a_500_that_tells_nothing(
    notes: Notes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = notes.send("POST", "/failing")
    assert problem(response, 500, "internal_error")["detail"] == "fail failed inside the agent"
    assert "secret" not in response.get_data(as_text=True)


def test_a_fault_of_the_rules_is_passed_on(notes: Notes) -> None:
    told = problem(notes.send("GET", "/notes/9"), 404, "not_found")
    assert (told["detail"], told["suggestions"]) == ("no note '9'", ["List the notes"])


def test_the_same_key_answers_the_same_and_acts_once(notes: Notes) -> None:
    first, again = notes.add(), notes.add()
    assert first.get_json() == again.get_json() == {"count": 1, "limit": None}
    assert notes.count() == 1
    assert notes.add(key="k-2").get_json()["count"] == 2


def test_the_same_key_with_another_body_is_a_409(notes: Notes) -> None:
    notes.add("milk")
    problem(notes.add("bread"), 409, "key_reused")
    assert notes.count() == 1


def test_keys_of_two_shoppers_do_not_meet(notes: Notes) -> None:
    notes.add("milk", shopper="C-1")
    assert notes.add("bread", shopper="C-2").get_json()["count"] == 1


def test_a_fault_undoes_its_writes_and_keeps_no_reply(notes: Notes) -> None:
    problem(notes.add("refuse"), 404, "not_found")
    assert notes.count() == 0
    assert notes.add("milk").get_json()["count"] == 1


def test_a_keyed_operation_needs_its_key(notes: Notes) -> None:
    response = notes.send("POST", "/notes", shopper="C-1", json={"text": "x"})
    problem(response, 400, "key_missing")


def test_no_token_is_a_401(notes: Notes) -> None:
    problem(notes.send("GET", "/notes"), 401, "unauthorized")


@pytest.mark.parametrize(
    "header",
    [
        "Basic abc",
        "Bearer",
        "Bearer a.b.c",
        "Bearer \xff",
        "Bearer " + sign(Claims("C-1"), b"another shop's key of enough length"),
        "Bearer " + sign(Claims("C-1"), KEY, ttl_s=-1),
        "Bearer " + sign(Claims(""), KEY),
    ],
    ids=["basic", "empty", "rubbish", "not ascii", "another shop's", "expired", "nobody's"],
)
def test_a_token_that_does_not_hold_is_a_401(notes: Notes, header: str) -> None:
    problem(notes.send("GET", "/notes", headers={"Authorization": header}), 401, "unauthorized")


def test_a_shopper_is_refused_what_services_do(notes: Notes) -> None:
    problem(notes.send("POST", "/sweep", shopper="C-1"), 403, "forbidden")
    assert notes.send("POST", "/sweep", shopper="C-1", service="payment").status_code == 200


def test_a_shopper_sees_her_own(notes: Notes) -> None:
    notes.add(shopper="C-1")
    assert (notes.count("C-1"), notes.count("C-2")) == (1, 0)


@pytest.mark.parametrize("path", ["/notes/%00", "/notes.pdf?as=%00"])
def test_a_character_that_cannot_be_kept_is_a_400(notes: Notes, path: str) -> None:
    problem(notes.send("GET", path), 400, "invalid_request")


def test_a_key_is_of_a_length_that_can_be_kept(notes: Notes) -> None:
    assert notes.add(key="k" * 200).status_code == 200
    problem(notes.add(key="k" * 201), 400, "invalid_request")


def test_a_number_may_have_64_bits(notes: Notes) -> None:
    assert notes.post_raw('{"text": "x", "stars": 9223372036854775807}').status_code == 200


def test_a_value_too_long_for_its_column_is_a_400(settings: AgentSettings) -> None:
    notes = Notes(create_app(notes_operations(), settings, contract=Contract(DOCUMENT)))
    response = notes.add(shopper="C" * 81)
    notes.app.extensions["store"].close()
    if settings.database_url:
        assert "too long" in problem(response, 400, "value_not_kept")["detail"]


@pytest.mark.parametrize("limit", ["0", "10", "x", "", "--5", "1.0", "٣", "9" * 50])
def test_a_bad_query_parameter_is_a_400(notes: Notes, limit: str) -> None:
    response = notes.send("GET", "/notes", shopper="C-1", query_string={"limit": limit})
    assert "'limit'" in problem(response, 400, "invalid_request")["detail"]


def test_a_query_parameter_arrives_as_a_number(notes: Notes) -> None:
    response = notes.send("GET", "/notes", shopper="C-1", query_string={"limit": "9"})
    assert response.get_json()["limit"] == 9


def test_a_document_leaves_as_it_is(notes: Notes) -> None:
    response = notes.send("GET", "/notes.pdf")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.data == b"%PDF-1.7 \xff"
    received = read_document(response.data, response.headers)
    assert received.file_name == 'année "1".pdf'
    assert response.headers["X-Trace-Id"]


@pytest.mark.parametrize("kind", ["json", "text"])
def test_a_document_of_an_undeclared_type_does_not_leave(notes: Notes, kind: str) -> None:
    response = notes.send("GET", "/notes.pdf", query_string={"as": kind})
    assert "(mediaType)" in problem(response, 500, "contract_broken")["detail"]


def test_a_document_is_no_reply_where_json_is_declared(settings: AgentSettings) -> None:
    operations = notes_operations()
    operations.read("getNote")(lambda call: Document(b"x", "application/pdf", "x.pdf"))
    operations.write("addNote")(lambda call: Document(b"x", "application/pdf", "x.pdf"))
    notes = Notes(create_app(operations, settings, contract=Contract(DOCUMENT)))
    problem(notes.send("GET", "/notes/1"), 500, "contract_broken")
    problem(notes.add(), 500, "internal_error")
    notes.app.extensions["store"].close()


def test_an_unknown_route_is_a_problem(notes: Notes) -> None:
    told = problem(notes.send("GET", "/nowhere"), 404, "not_found")
    assert told["detail"] == "notes has no route /nowhere; see /docs"


def test_a_wrong_method_is_told_the_right_ones(notes: Notes) -> None:
    response = notes.send("DELETE", "/notes")
    problem(response, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_a_body_beyond_the_limit_is_a_413(notes: Notes) -> None:
    problem(notes.post_raw(b" " * (8 * 1024 * 1024 + 1)), 413, "request_entity_too_large")


def test_a_peer_that_is_down_is_a_503(notes: Notes, peers: ScriptedPeers) -> None:
    peers.answers.clear()
    told = problem(notes.send("POST", "/peer"), 503, "agent_unavailable")
    assert told["detail"] == "the inventory agent cannot be reached"


def test_a_peers_fault_is_passed_on(notes: Notes, peers: ScriptedPeers) -> None:
    fault = {"code": "unknown_sku", "detail": "unknown SKU 'X'", "suggestions": ["Try Y"]}
    peers.answers["inventory", "listStores"] = AgentError("inventory", 404, fault)
    told = problem(notes.send("POST", "/peer"), 404, "unknown_sku")
    assert told["suggestions"] == ["Try Y"]


def test_a_trace_is_carried_through(notes: Notes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        response = notes.send("GET", "/notes/9", headers={"X-Trace-Id": "t-77"})
    assert response.headers["X-Trace-Id"] == response.get_json()["traceId"] == "t-77"
    assert "operation=getNote status=404" in caplog.text
    assert "trace=t-77" in caplog.text
    assert notes.send("GET", "/notes/9").headers["X-Trace-Id"]
