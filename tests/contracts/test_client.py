"""The agents' client against a real server on loopback that does as each test tells it."""

import json
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, SO_REUSEADDR, SOL_SOCKET, socket
from typing import Any

import pytest

from contracts.client import (
    BREAKER_COOLDOWN_S,
    BREAKER_THRESHOLD,
    AgentClient,
    AgentError,
    AgentUnavailable,
    Breaker,
    Headers,
)
from contracts.contract import Contract, ContractError, UnknownContract, load_contract
from contracts.document import Document

STORES: dict[str, Any] = {"stores": []}
HOLD = {"holdId": "h", "lines": [{"sku": "S", "quantity": 1}], "ttlSeconds": 60}
RESTOCK = {"lines": [{"sku": "S", "quantity": 1}], "reference": "O-1"}


@dataclass
class Seen:
    """One request that reached the server."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass
class Answer:
    """What the server does: answers, cuts the line, or keeps the caller waiting."""

    status: int = 200
    body: bytes = json.dumps(STORES).encode()
    kind: str = "application/json"
    disposition: str = ""
    is_cut: bool = False
    hangs: bool = False

    @classmethod
    def of(cls, value: Any, status: int = 200) -> "Answer":
        return cls(status, json.dumps(value).encode())


@dataclass
class Server:
    """An agent whose answers are queued; the last one is given again and again."""

    url: str
    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    seen: list[Seen] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def next_answer(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def handler_for(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            pass

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(length)
            connection = self.client_address[1]
            server.seen.append(Seen(self.command, self.path, headers, body, connection))
            answer = server.next_answer()
            if answer.hangs:
                server.released.wait(10)
            if answer.is_cut or answer.hangs:
                self.close_connection = True
                self.connection.shutdown(SHUT_RDWR)
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Disposition", answer.disposition)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = answer

    return Handler


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server("")
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(told))
    http.daemon_threads = True
    told.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    yield told
    told.released.set()
    http.shutdown()
    http.server_close()
    thread.join()


@pytest.fixture
def client(server: Server) -> Iterator[AgentClient]:
    made = client_of(lambda: server.url)
    yield made
    close(made)


def client_of(url: Callable[[], str], timeout_s: float = 5.0) -> AgentClient:
    return AgentClient(load_contract("inventory"), lambda _: url(), timeout_s=timeout_s)


def close(client: AgentClient) -> None:
    for pool in client._pools.values():
        pool.close()


@pytest.fixture
def closed_url() -> str:
    """An address where nobody listens."""
    with socket() as taken:
        taken.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_a_call_carries_body_and_headers(server: Server, client: AgentClient) -> None:
    server.answers = [Answer.of({"stock": [], "unknown": ["S"]})]
    headers = Headers(token="tok", key="k-1", trace_id="t-1")
    reply = client.call("getStock", {"skus": ["S"]}, headers=headers)
    assert reply == {"stock": [], "unknown": ["S"]}
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", "/get-stock")
    assert json.loads(seen.body) == {"skus": ["S"]}
    assert seen.headers["authorization"] == "Bearer tok"
    assert seen.headers["idempotency-key"] == "k-1"
    assert seen.headers["x-trace-id"] == "t-1"
    assert seen.headers["content-type"] == "application/json"


def test_a_path_parameter_is_escaped(server: Server, client: AgentClient) -> None:
    server.answers = [Answer.of({"status": "unknown", "holdId": "a/b?c", "allocations": []})]
    client.call("commitHold", path={"holdId": "a/b?c é"})
    assert server.seen[0].path == "/holds/a%2Fb%3Fc%20%C3%A9/commit"


def test_connections_are_kept(server: Server, client: AgentClient) -> None:
    for _ in range(3):
        client.call("listStores")
    assert len({seen.connection for seen in server.seen}) == 1


def test_an_address_with_a_path_is_kept(server: Server) -> None:
    client = client_of(lambda: f"{server.url}/shop/inventory")
    client.call("listStores")
    close(client)
    assert server.seen[0].path == "/shop/inventory/stores"


def test_an_agent_that_moved_is_found(server: Server, closed_url: str) -> None:
    addresses = [closed_url, server.url]
    client = client_of(lambda: addresses.pop(0) if len(addresses) > 1 else addresses[0])
    assert client.call("listStores") == STORES
    close(client)


def test_a_bad_request_does_not_leave(server: Server, client: AgentClient) -> None:
    with pytest.raises(ContractError, match=r"request of inventory\.getStock"):
        client.call("getStock", {"skus": "S"})
    assert server.seen == []


def test_a_bad_reply_is_caught_where_it_arrives(server: Server, client: AgentClient) -> None:
    server.answers = [Answer.of({"stores": [{"storeId": 5}]})]
    with pytest.raises(ContractError, match=r"reply of inventory.listStores .*'/stores/0"):
        client.call("listStores")
    server.answers = [Answer.of([])]
    with pytest.raises(ContractError, match=r"reply of inventory\.listStores"):
        client.call("listStores")


@pytest.fixture
def printer(server: Server) -> Iterator[AgentClient]:
    """A client of a contract whose listing of stores is a PDF."""
    document = deepcopy(dict(load_contract("inventory").document))
    listing = document["paths"]["/stores"]["get"]
    listing["responses"]["200"]["content"] = {"application/pdf": {"schema": {"type": "string"}}}
    made = AgentClient(Contract(document), lambda _: server.url)
    yield made
    close(made)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="stores.pdf"', "stores.pdf"),
        ('attachment; filename="../../etc/stores.pdf"', "stores.pdf"),
        ('attachment; filename="C:\\\\stores.pdf"', "stores.pdf"),
        ("attachment", "document"),
        ("", "document"),
    ],
)
def test_a_document_is_downloaded(
    server: Server, printer: AgentClient, disposition: str, name: str
) -> None:
    pdf = b"%PDF \xff"
    server.answers = [Answer(200, pdf, "application/pdf; v=1", disposition=disposition)]
    document = printer.download("listStores", query={"limit": 3})
    assert document == Document(pdf, "application/pdf", name)
    assert server.seen[0].path == "/stores?limit=3"


def test_a_document_of_another_type_is_caught_where_it_arrives(
    server: Server, printer: AgentClient
) -> None:
    server.answers = [Answer(200, b"<html>", "text/html")]
    with pytest.raises(ContractError, match=r"reply of inventory\.listStores .*mediaType"):
        printer.download("listStores")


def test_a_fault_in_place_of_a_document_is_told(server: Server, printer: AgentClient) -> None:
    server.answers = [Answer.of({"code": "not_found", "detail": "no such list"}, 404)]
    with pytest.raises(AgentError, match="no such list"):
        printer.download("listStores")


def test_an_unknown_operation_is_named(client: AgentClient) -> None:
    with pytest.raises(UnknownContract, match="unknown operation 'burn'"):
        client.call("burn")


def test_a_keyed_operation_does_not_leave_without_key(server: Server, client: AgentClient) -> None:
    with pytest.raises(ValueError, match=r"inventory.restock needs an idempotency key"):
        client.call("restock", RESTOCK)
    assert server.seen == []


def test_a_fault_keeps_code_and_way_out(server: Server, client: AgentClient) -> None:
    problem = {"code": "unknown_sku", "detail": "unknown SKU 'S'", "suggestions": ["Try T"]}
    server.answers = [Answer.of(problem, 404)]
    with pytest.raises(AgentError, match="unknown SKU 'S'") as caught:
        client.call("listStores")
    assert (caught.value.status, caught.value.code) == (404, "unknown_sku")
    assert caught.value.suggestions == ("Try T",)
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_passing_failure_is_tried_again(server: Server, client: AgentClient, status: int) -> None:
    server.answers = [Answer.of({"code": "busy"}, status), Answer()]
    assert client.call("listStores") == STORES
    assert len(server.seen) == 2


def test_a_lasting_failure_is_told(server: Server, client: AgentClient) -> None:
    server.answers = [Answer.of({"code": "busy", "detail": "too busy"}, 503)]
    with pytest.raises(AgentError, match="too busy"):
        client.call("listStores")
    assert len(server.seen) == 2


def test_a_cut_line_is_tried_again(server: Server, client: AgentClient) -> None:
    server.answers = [Answer(is_cut=True), Answer()]
    assert client.call("listStores") == STORES


def test_a_keyed_write_is_tried_again_with_its_key(server: Server, client: AgentClient) -> None:
    server.answers = [Answer(is_cut=True), Answer.of({"status": "restocked"})]
    client.call("restock", RESTOCK, headers=Headers(key="k-9"))
    assert [seen.headers["idempotency-key"] for seen in server.seen] == ["k-9", "k-9"]
    assert server.seen[0].body == server.seen[1].body


def test_a_write_that_may_not_repeat_is_sent_once(server: Server) -> None:
    document = json.loads(json.dumps(load_contract("inventory").document))
    del document["paths"]["/holds"]["post"]["x-repeatable"]
    server.answers = [Answer(is_cut=True), Answer()]
    client = AgentClient(type(load_contract("inventory"))(document), lambda _: server.url)
    with pytest.raises(AgentUnavailable, match="the inventory agent cannot be reached"):
        client.call("placeHold", HOLD)
    close(client)
    assert len(server.seen) == 1


def test_no_one_there_is_unavailable(closed_url: str) -> None:
    client = client_of(lambda: closed_url)
    for _ in range(BREAKER_THRESHOLD + 1):
        with pytest.raises(AgentUnavailable, match="cannot be reached") as caught:
            client.call("listStores")
    close(client)
    assert (caught.value.agent, caught.value.code) == ("inventory", "agent_unavailable")
    assert not client.breaker.is_open()


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"a": ', b"\xff\xfe"])
def test_what_is_no_json_is_unavailable(server: Server, client: AgentClient, body: bytes) -> None:
    server.answers = [Answer(body=body)]
    with pytest.raises(AgentUnavailable, match="answered no JSON"):
        client.call("listStores")


def test_an_answer_too_late_is_unavailable_and_not_awaited_twice(server: Server) -> None:
    server.answers = [Answer(hangs=True)]
    client = client_of(lambda: server.url, timeout_s=0.1)
    with pytest.raises(AgentUnavailable, match="did not answer in time"):
        client.call("listStores")
    close(client)
    assert len(server.seen) == 1


def test_an_agent_that_keeps_hanging_is_left_alone(server: Server) -> None:
    server.answers = [Answer(hangs=True)]
    now = [0.0]
    client = client_of(lambda: server.url, timeout_s=0.1)
    client.breaker = Breaker(clock=lambda: now[0])
    for _ in range(BREAKER_THRESHOLD):
        with pytest.raises(AgentUnavailable, match="did not answer in time"):
            client.call("listStores")
    with pytest.raises(AgentUnavailable, match="does not answer"):
        client.call("listStores")
    assert len(server.seen) == BREAKER_THRESHOLD
    server.answers = [Answer()]
    now[0] += BREAKER_COOLDOWN_S
    client.timeout_s = 5.0
    assert client.call("listStores") == STORES
    assert not client.breaker.is_open()
    close(client)


def test_health_is_asked_without_a_token(server: Server, client: AgentClient) -> None:
    server.answers = [Answer.of({"status": "ok"})]
    assert client.health() == {"status": "ok"}
    assert server.seen[0].path == "/health"
    assert "authorization" not in server.seen[0].headers
