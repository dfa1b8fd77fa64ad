"""The contract as a page for people."""

from html import escape

from contracts.contract import Contract


def docs_page(contract: Contract) -> str:
    """A plain page that lists an agent's operations."""
    info = contract.document["info"]
    rows = "\n".join(
        f"<tr><td><code>{escape(op.method)} {escape(op.path)}</code></td>"
        f"<td>{escape(op.id)}</td><td>{escape(op.access)}</td>"
        f"<td>{escape(_summary(contract, op.method, op.path))}</td></tr>"
        for op in contract.operations.values()
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(info["title"])}'
        f"</title><h1>{escape(info['title'])}</h1><p>{escape(info.get('description', ''))}</p>"
        f'<p><a href="/openapi.json">openapi.json</a></p><table>{rows}</table></html>'
    )


def _summary(contract: Contract, method: str, path: str) -> str:
    summary: str = contract.document["paths"][path][method.lower()].get("summary", "")
    return summary
