"""A small agent of the kit: notes that are kept, listed, and answered wrongly on demand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.test import TestResponse

from agents.kit.app import create_app
from agents.kit.errors import NotFound
from agents.kit.operations import Call, Operations, Reply
from agents.kit.settings import AgentSettings
from agents.kit.storage import Tables
from contracts.contract import Contract
from contracts.document import Document
from contracts.tokens import Claims, sign
from tests.agents.conftest import KEY, FrozenClock
from tests.doubles import ScriptedPeers

NOTE = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "maxLength": 20},
        "stars": {"type": "integer", "minimum": 0},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["text"],
    "additionalProperties": False,
}
KEPT = {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}


class Base(Tables, DeclarativeBase):
    """Tables of the notes."""


class Note(Base):
    __tablename__ = "notes"
    note_id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    text: Mapped[str]
    stars: Mapped[int]


def _content(schema: Any) -> Any:
    return {"content": {"application/json": {"schema": schema}}}


def _operation(operation_id: str, access: str | None, **more: Any) -> dict[str, Any]:
    security = [{access: []}] if access else []
    responses = {"200": _content(KEPT)}
    return {"operationId": operation_id, "security": security, "responses": responses, **more}


IDEMPOTENCY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}}
AS = {"name": "as", "in": "query", "schema": {"type": "string"}}
PDF = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1.2.3", "x-agent": "notes"},
    "servers": [{"url": "http://127.0.0.1:5999"}],
    "paths": {
        "/notes": {
            "get": _operation("countNotes", "shopper", parameters=[LIMIT]),
            "post": _operation(
                "addNote", "shopper", parameters=[IDEMPOTENCY], requestBody=_content(NOTE)
            ),
        },
        "/notes/{noteId}": {"get": _operation("getNote", None)},
        "/sweep": {"post": _operation("sweepNotes", "service")},
        "/peer": {"post": _operation("askPeer", None)},
        "/broken": {"post": _operation("answerWrongly", None)},
        "/failing": {"post": _operation("fail", None)},
        "/notes.pdf": {
            "get": _operation("printNotes", None, responses={"200": PDF}, parameters=[AS])
        },
    },
}


def notes_operations() -> Operations:
    operations = Operations("notes", tables=Base.metadata)

    @operations.read("countNotes")
    def count_notes(call: Call) -> Reply:
        wanted = select(func.count()).select_from(Note).where(Note.owner == call.shopper)
        return {"count": call.session.scalar(wanted), "limit": call.query.get("limit")}

    @operations.write("addNote")
    def add_note(call: Call) -> Reply:
        stars = call.body.get("stars", 0)
        call.session.add(Note(owner=call.shopper, text=call.body["text"], stars=stars))
        call.session.flush()
        if call.body["text"] == "refuse":
            raise NotFound("no such note")
        return count_notes(call)

    @operations.read("getNote")
    def get_note(call: Call) -> Reply:
        raise NotFound(f"no note '{call.path['noteId']}'", suggestions=["List the notes"])

    @operations.write("sweepNotes")
    def sweep_notes(call: Call) -> Reply:
        return {"count": 0}

    @operations.steps("askPeer")
    def ask_peer(call: Call) -> Reply:
        return {"count": len(call.peers.call("inventory", "listStores")["stores"])}

    @operations.read("answerWrongly")
    def answer_wrongly(call: Call) -> Reply:
        return {"count": "many"}

    @operations.read("fail")
    def fail(call: Call) -> Reply:
        raise ZeroDivisionError("a secret that no reply shows")

    operations.read("printNotes")(print_notes)
    return operations


def print_notes(call: Call) -> Reply | Document:
    match call.query.get("as"):
        case "json":
            return {"count": 0}
        case "text":
            return Document(b"notes", "text/plain", "notes.txt")
    return Document(b"%PDF-1.7 \xff", "application/pdf", 'année "1".pdf')


@dataclass
class Notes:
    """The notes agent under test."""

    app: Flask

    def send(
        self,
        method: str,
        path: str,
        *,
        shopper: str | None = None,
        service: str | None = None,
        key: str | None = None,
        **request: Any,
    ) -> TestResponse:
        headers = request.pop("headers", {})
        if shopper is not None:
            headers["Authorization"] = f"Bearer {sign(Claims(shopper, service), KEY)}"
        if key:
            headers["Idempotency-Key"] = key
        return self.app.test_client().open(path, method=method, headers=headers, **request)

    def add(self, text: str = "milk", *, key: str = "k", shopper: str = "C-1") -> TestResponse:
        return self.send("POST", "/notes", shopper=shopper, key=key, json={"text": text})

    def post_raw(self, data: str | bytes) -> TestResponse:
        return self.send("POST", "/notes", shopper="C-1", key="k", data=data)

    def count(self, shopper: str = "C-1") -> Any:
        return self.send("GET", "/notes", shopper=shopper).get_json()["count"]


@pytest.fixture
def peers() -> ScriptedPeers:
    return ScriptedPeers({("inventory", "listStores"): {"stores": []}})


@pytest.fixture
def notes(settings: AgentSettings, clock: FrozenClock, peers: ScriptedPeers) -> Iterator[Notes]:
    app = create_app(
        notes_operations(),
        settings,
        contract=Contract(DOCUMENT),
        clock=clock,
        peers=peers,  # type: ignore[arg-type]
    )
    yield Notes(app)
    app.extensions["store"].close()
