"""Serves the widget: the script that a shop's page names, and the parts that it loads."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from sales_agent.channels.web.bundles import stripped, stripped_style, widget_sources

STATIC = Path(__file__).parent / "static"
SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
STYLES = ("panel", "talk", "goods", "sheets", "writing", "cart", "screens")
"""The widget's style sheets in their order; they go out as one."""
MAX_AGE_S = 300
"""Seconds in which a browser does not ask again; after these a matching ETag costs no body."""


@dataclass(frozen=True)
class StaticFile:
    """A file as it goes out, plain and gzipped, with the tag that names its content."""

    body: bytes
    gzipped: bytes
    content_type: str
    etag: str

    @classmethod
    def of(cls, text: str, content_type: str) -> "StaticFile":
        """Make a file of its text."""
        body = text.encode("utf-8")
        etag = hashlib.sha256(body).hexdigest()[:20]
        return cls(body, gzip.compress(body, 9, mtime=0), content_type, etag)

    def response(self) -> Response:
        """Answer the running request with the file, or that the browser has it."""
        is_gzip = request.accept_encodings["gzip"] > 0
        answer = Response(self.gzipped if is_gzip else self.body, content_type=self.content_type)
        if is_gzip:
            answer.content_encoding = "gzip"
        answer.set_etag(self.etag)
        answer.vary.add("Accept-Encoding")
        answer.cache_control.public = True
        answer.cache_control.max_age = MAX_AGE_S
        answer.access_control_allow_origin = "*"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer.make_conditional(request)
        return answer


def widget_files() -> Mapping[str, StaticFile]:
    """The widget's files by their address, without the slash that it begins with."""
    parts = STATIC / "widget"
    tables = sorted(f"strings/{path.name}" for path in (parts / "strings").glob("*.js"))
    tables.remove("strings/en.js")  # stands in the first bundle
    sources = widget_sources(lambda name: _text(parts / name), tables)
    style = "\n".join(_text(parts / "styles" / f"{name}.css") for name in STYLES)
    return {
        "widget.js": StaticFile.of(stripped(_text(STATIC / "widget.js")), SCRIPT),
        "widget/widget.css": StaticFile.of(stripped_style(style), STYLE),
        **{f"widget/{name}": StaticFile.of(text, SCRIPT) for name, text in sources.items()},
    }


def widget_blueprint() -> Blueprint:
    """Routes of the widget's files, which are read and joined once, now."""
    bp = Blueprint("widget", __name__)
    files = widget_files()

    @bp.get("/widget.js")
    def script() -> ResponseReturnValue:
        return files["widget.js"].response()

    @bp.get("/widget/<path:name>")
    def part(name: str) -> ResponseReturnValue:
        file = files.get(f"widget/{name}")
        return file.response() if file else abort(404)

    return bp


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
