"""A WSGI app behind ASGI: each request runs in a thread, its answer goes out piece by piece."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class AsgiApp:
    """Serves a WSGI app to an ASGI worker."""

    def __init__(self, app: Any, threads: int) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(threads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        loop = asyncio.get_running_loop()

        def tell(message: dict[str, Any]) -> None:
            asyncio.run_coroutine_threadsafe(send(message), loop).result()

        await loop.run_in_executor(self._pool, self._answer, _environ(scope, body), tell)

    def _answer(self, environ: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> None:
        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
            named = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
            tell(
                {
                    "type": "http.response.start",
                    "status": int(status.split(" ")[0]),
                    "headers": named,
                }
            )

        pieces = self._app(environ, start)
        try:
            for piece in pieces:
                tell({"type": "http.response.body", "body": piece, "more_body": True})
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        tell({"type": "http.response.body", "body": b""})


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    host, port = scope.get("server") or ("127.0.0.1", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"],
        "QUERY_STRING": scope["query_string"].decode(),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": (scope.get("client") or ("127.0.0.1",))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode().upper().replace("-", "_")
        environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value.decode()
    return environ
