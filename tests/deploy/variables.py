"""Which variables the code reads, which `.env.example` explains, and which Compose passes on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sales_agent.models.registry import load_registry

ROOT = Path(__file__).parents[2]
SHIPPED = ("fulfillment", "inventory", "loyalty", "payment", "post-purchase", "recommendation")
"""The agents that come along; whoever adds one decides whether it runs in these containers."""
SOURCES = ("contracts", "agents", "sales_agent")
EXAMPLE_LINE = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
COMPOSE_PLACE = re.compile(r"\$\{([A-Z0-9_]+)")


def read_in_code(*folders: str) -> set[str]:
    """Names given to `os.environ`; of a name made from an agent's, one for each that ships."""
    names: set[str] = set()
    for path in _settings_files(folders or SOURCES):
        for asked in _asked(ast.parse(path.read_text(encoding="utf-8"))):
            names |= _spelled(asked)
    return names if folders else names | of_providers()


def of_providers() -> set[str]:
    """Keys and addresses of the models' providers, whose names the registry holds."""
    providers = load_registry().providers.values()
    keys = {provider.key for provider in providers if provider.key}
    return keys | {provider.address_variable for provider in providers}


def in_example() -> set[str]:
    return set(EXAMPLE_LINE.findall((ROOT / ".env.example").read_text(encoding="utf-8")))


def in_compose() -> set[str]:
    return set(COMPOSE_PLACE.findall((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def agent_url_names() -> set[str]:
    return {f"{agent.upper().replace('-', '_')}_URL" for agent in SHIPPED}


def _settings_files(folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("settings.py"))


def _asked(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=owner), args=[name, *_]) if _is_environ(owner):
                yield name
            case ast.Subscript(value=owner, slice=name) if _is_environ(owner):
                yield name


def _is_environ(node: ast.expr) -> bool:
    return ast.unparse(node) == "os.environ"


def _spelled(name: ast.expr) -> set[str]:
    match name:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value="_URL")]):
            return agent_url_names()
    raise AssertionError(f"cannot tell which variable {ast.unparse(name)} is")
