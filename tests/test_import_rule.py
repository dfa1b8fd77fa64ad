"""Who may import whom: the rule that keeps the house's rooms apart, read from the source."""

import ast
import importlib.util
import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = (
    "agents",
    "assembly",
    "commands",
    "contracts",
    "main",
    "rehearsal",
    "storefront",
    "takeover",
    "sales_agent",
    "tests",
    "tools",
    "training",
)
FREE = ("main", "commands", "assembly", "tests", "benchmarks", "deploy", "training")
"""The composition root and what is no part of the product: they may import anything."""

ROOMS = {
    "contracts": ("contracts",),
    "tools": ("contracts",),
    "takeover": ("takeover", "contracts"),
    "rehearsal": ("rehearsal", "sales_agent"),
    "storefront": ("storefront", "contracts"),
    "sales_agent": ("sales_agent",),
}
"""The packages of ours that the modules of a room may import."""


def tracked(pattern: str) -> list[Path]:
    """What git knows, and what it would be told of next."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split() if (path := ROOT / name).exists()]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def allowed_for(module: str) -> tuple[str, ...] | None:
    """The packages of ours that a module may import; None is any."""
    match module.split("."):
        case [room, *_] if room in FREE:
            return None
        case [room, *_] if room in ROOMS:
            return ROOMS[room]
        case ["agents"]:
            return ()
        case ["agents", "__main__"]:
            return ("agents.kit", "contracts", "agents.__init__")
        case ["agents", "kit", *_]:
            return ("agents.kit", "contracts")
        case ["agents", name, *_]:
            return (f"agents.{name}", "agents.kit", "contracts")
    raise AssertionError(f"{module} is in no room of the house: put it into one, or name it here")


def breaches(module: str, source: str) -> list[str]:
    """The imports of a module that break the rule."""
    allowed, found = allowed_for(module), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level:
            found.append(f"{module}:{node.lineno} imports relatively")
        for name in imported(node):
            if allowed is not None and is_ours(name) and not is_within(name, allowed):
                found.append(f"{module}:{node.lineno} imports {name}")
        if is_dynamic(node) and module != "agents.__main__" and allowed is not None:
            found.append(f"{module}:{node.lineno} imports by name at run time")
    return found


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        if node.module in ("agents", *OURS):
            return [f"{node.module}.{alias.name}" for alias in node.names]
        return [node.module]
    return []


def is_ours(name: str) -> bool:
    return name.split(".")[0] in OURS


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    if name == "agents":  # the package itself, to find what is in it
        return "agents.__init__" in packages
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def is_dynamic(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("import_module", "__import__", "exec", "eval") and not (
        isinstance(function, ast.Attribute) and name in ("exec", "eval")
    )


@pytest.mark.parametrize("path", tracked("*.py"), ids=module_of)
def test_a_module_imports_only_what_it_may(path):
    assert breaches(module_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("contracts.client", "from agents.kit import wire"),
        ("agents.kit.app", "import agents.payment.carts"),
        ("agents.payment.carts", "from agents.inventory.stock import holds"),
        ("agents.payment.carts", "from agents import inventory"),
        ("agents.payment.carts", "import sales_agent.events"),
        ("agents.payment.carts", "from . import quotes"),
        ("agents.payment.carts", "def f():\n    import tools"),
        ("sales_agent.graph", "from contracts.client import CallFailed"),
        ("sales_agent.graph", "from importlib import import_module\nimport_module('tools')"),
        ("tools", "from sales_agent.state import State"),
        ("tools", "import agents"),
        ("takeover.loading", "from agents.recommendation.feeds import loading"),
        ("storefront.pages", "from sales_agent.shop.amounts import money_words"),
    ],
)
def test_a_breach_of_the_rule_is_found(module, line):
    assert len(breaches(module, line)) == 1


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("main", "import tools, agents.kit.launch, sales_agent.graph"),
        ("agents.payment.carts", "from agents.kit.errors import Fault"),
        ("agents.payment.carts", "from agents.payment import tables"),
        ("agents.kit.app", "from contracts.contract import Contract"),
        ("tools", "from contracts.shop import Shop"),
        ("sales_agent.graph", "from sales_agent import events\nimport json"),
    ],
)
def test_what_the_rule_allows_is_no_breach(module, line):
    assert breaches(module, line) == []


def test_a_module_outside_every_room_is_refused():
    with pytest.raises(AssertionError, match="helpers is in no room"):
        breaches("helpers", "import json")


def test_agents_is_our_package_and_no_other():
    found = importlib.util.find_spec("agents")

    assert found is not None
    assert found.origin == str(ROOT / "agents" / "__init__.py")
    with pytest.raises(metadata.PackageNotFoundError):
        metadata.distribution("openai-agents")


@pytest.mark.parametrize("path", tracked("*requirements*.txt"), ids=lambda path: path.name)
def test_no_requirement_brings_another_agents_package(path):
    names = re.findall(r"^[A-Za-z0-9_.-]+", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert "openai-agents" not in {re.sub("[_.]", "-", name).lower() for name in names}
