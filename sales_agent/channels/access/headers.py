"""What browsers are told of an answer: who may read it, frame it, and what it may load."""

from collections.abc import Mapping, Sequence

from flask import Flask, Response, request

from sales_agent.channels.access.limits import API_PREFIX

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of what is no page of its own: it loads nothing."""
USUAL: Mapping[str, str] = {
    "Content-Security-Policy": NOTHING,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
"""A page that sets one of these itself keeps it."""
YEAR_S = 31_536_000
PREFLIGHT: Mapping[str, str] = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}
EXPOSED = "Retry-After, X-Trace-Id"


def set_headers(app: Flask, origins: Sequence[str]) -> None:
    """Let every answer of an app carry what browsers need to know.

    Args:
        app: The app.
        origins: Pages of other addresses that may call its API.
    """

    def after(response: Response) -> Response:
        for name, value in USUAL.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_S}")
        if request.path.startswith(API_PREFIX):
            response.headers.setdefault("Cache-Control", "no-store")
            _allow(response, origins)
        return response

    app.after_request(after)


def answer_preflight() -> Response | None:
    """The answer to a browser that asks beforehand; None for any other request."""
    if request.method != "OPTIONS" or not request.path.startswith(API_PREFIX):
        return None
    return Response(status=204)


def _allow(response: Response, origins: Sequence[str]) -> None:
    """Let the pages of the list read the answer; the others' browsers keep it from them."""
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "").lower()
    if origin not in origins:
        return
    response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT)
