"""A copy of the project's files, to which an agent is added by the steps of the page."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conversations.shopper import clean_environment
from tests.gift_wrapping.page import ROOT, block

CONTRACT = "contracts/giftWrapping.JSON"
PACKAGE = ("agents/gift_wrapping/__init__.py", "agents/gift_wrapping/service.py")
TOOL = "tools.py, above all_tools"
OWN_TOOL = "tools.py, above all_tools, for the service of your own"
KIT_PAGES = ("/health", "/version", "/metrics", "/openapi.json", "/docs")


def copy_project(target: Path) -> Path:
    """Copy what git knows, and what it would be told of next; never the working directory."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        if (source := ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def add_contract(project: Path) -> None:
    """Step 1, with the kit's pages from another contract as the page says."""
    document: dict[str, Any] = json.loads(block(CONTRACT))
    there = json.loads((project / "contracts/loyalty.JSON").read_text(encoding="utf-8"))
    document["paths"] |= {path: there["paths"][path] for path in KIT_PAGES}
    document["components"] = {
        "schemas": {"Problem": there["components"]["schemas"]["Problem"]},
    }
    (project / CONTRACT).write_text(json.dumps(document, indent=2), encoding="utf-8")


def add_service(project: Path) -> None:
    """Step 2."""
    for name in PACKAGE:
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(block(name), encoding="utf-8")


def add_tool(project: Path, place: str = TOOL) -> None:
    """Step 3, its function."""
    _edit_tools(project, "all_tools: list[BaseTool] = [", f"{block(place)}\n\n{{}}")


def list_tool(project: Path) -> None:
    """Step 3, its name in `all_tools`."""
    name = block("tools.py, in all_tools")
    _edit_tools(project, "all_tools: list[BaseTool] = [\n", f"{{}}{name}")


def add_own_tool(project: Path, port: int) -> None:
    """Step 3 for a service without our kit, on another port than the page's."""
    add_tool(project, OWN_TOOL)
    imports = block("with these imports at the top of tools.py")
    _edit_tools(project, "from langchain_core.tools import BaseTool\n", f"{imports}{{}}")
    _edit_tools(project, "127.0.0.1:5007", f"127.0.0.1:{port}")


def complete_findings(project: Path) -> str:
    """What the project's own test says of its agents; empty when nothing is missing."""
    test = "tests/test_agents_are_complete.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=line", test]
    environment = clean_environment(project / ".data")
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout if done.returncode else ""


def _edit_tools(project: Path, text: str, replacement: str) -> None:
    """Put a replacement, in which {} is the text itself, into its first place in `tools.py`."""
    path = project / "tools.py"
    source = path.read_text(encoding="utf-8")
    assert text in source, f"tools.py no longer holds {text!r}; the page must say another place"
    path.write_text(source.replace(text, replacement.replace("{}", text), 1), encoding="utf-8")
