"""Clients that would take the shop from the others: refused, and the others do not feel it."""

import http.client
import socket
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import pytest

from sales_agent.channels.web.guarding import CONNECTIONS_OF_ONE

ELSEWHERE = "127.0.0.2"
"""An address of this machine that is not the one that everybody else calls from."""
WORKERS = 2


@pytest.fixture
def connect(shop):
    """Opens connections from elsewhere; all are closed in the end."""
    url = urlsplit(shop.url)
    with ExitStack() as stack:

        def connected():
            made = socket.create_connection(
                (url.hostname, url.port), timeout=60, source_address=(ELSEWHERE, 0)
            )
            return stack.enter_context(made)

        yield connected


def is_closed(connection):
    """Whether the other end has closed; waits until it has, or 60 seconds."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_slow_requests_end_and_others_do_not_feel_them(connect, caller):
    slow = [connect() for _ in range(60)]
    for connection in slow:
        connection.sendall(b"POST /api/v1/chat HTTP/1.1\r\nHost: shop\r\nX-Slow: ")

    assert caller.say("show me linen shirts under 2500")["products"]

    assert not any(_is_refused(connection) for connection in slow[:3]), "it waited for them"
    assert all(is_closed(connection) for connection in slow)


def test_a_slow_body_ends_too(connect):
    connection = connect()
    connection.sendall(
        b"POST /api/v1/sessions HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
        b"Content-Length: 1000\r\n\r\n{"
    )

    assert b"400" in connection.recv(4096).split(b"\r\n")[0]


def test_one_address_holds_so_many_connections(connect, caller):
    held = [connect() for _ in range(WORKERS * CONNECTIONS_OF_ONE + 20)]

    assert caller.say("hello")["reply"]

    assert sum(_is_refused(connection) for connection in held) >= 20


@pytest.mark.parametrize(
    "length", [b"Content-Length: 10000000", b"Transfer-Encoding: chunked"], ids=["whole", "chunked"]
)
def test_ten_megabytes_are_refused(connect, length):
    connection = connect()
    connection.sendall(
        b"POST /api/v1/sessions HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
        + length
        + b"\r\n\r\n"
    )
    if b"chunked" in length:
        connection.sendall(b"20000\r\n" + b" " * 0x20000 + b"\r\n")

    with closing(http.client.HTTPResponse(connection)) as answer:
        answer.begin()
        assert answer.status == 413
        assert b"body_too_large" in answer.read()


def test_a_flood_of_forged_tokens_is_refused(caller, shop):
    forged = type(caller)(shop.url, {"token": "eyJhbGciOiJub25lIn0.eyJzaWQiOiJzLTEifQ."})

    codes = {forged.ask("GET", "/cart").status_code for _ in range(40)}

    assert codes == {401}
    assert caller.say("hello")["reply"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/nothing"),
        ("PUT", "/api/v1/cart"),
        ("GET", "/api/v1/products/%00"),
        ("GET", "/../../etc/passwd"),
        ("POST", "/api/v1/chat"),
    ],
)
def test_a_wrong_call_is_a_problem_and_no_page(shop, method, path):
    url = urlsplit(shop.url)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
    connection.request(method, path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()

    assert 400 <= answer.status < 500
    assert b"Traceback" not in body


def _is_refused(connection):
    """Whether the other end has closed it by now."""
    connection.settimeout(0.01)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True
    finally:
        connection.settimeout(60)
