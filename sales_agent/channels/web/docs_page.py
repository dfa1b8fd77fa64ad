"""The API's document as a page for people."""

from html import escape
from typing import Any

Json = dict[str, Any]


def docs_page(document: Json) -> str:
    """A plain page that lists the operations; it loads nothing."""
    info = document["info"]
    rows = "\n".join(
        _row(method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    )
    title = escape(info["title"])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{escape(info['description'])}</p>"
        f'<p><a href="/openapi.json">openapi.json</a></p><table>'
        f"<tr><th>Request</th><th>What it does</th><th>Answers</th></tr>{rows}"
        "</table></body></html>"
    )


def _row(method: str, path: str, operation: Json) -> str:
    answers = ", ".join(operation["responses"])
    return (
        f"<tr><td><code>{escape(method.upper())} {escape(path)}</code></td>"
        f"<td>{escape(operation['summary'])}</td><td>{escape(answers)}</td></tr>"
    )
