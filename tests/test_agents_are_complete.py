"""Each agent has its contract, its service and its tools; what is missing is named.

The three steps of `docs/adding-an-agent.md`; a forgotten one fails here by its name.
"""

import ast
import inspect
from collections import Counter
from pathlib import Path

import pytest

import tools
from agents.__main__ import find_agents, load_operations
from contracts.contract import CONTRACTS_DIR, load_contracts

AGENTS_DIR = Path(inspect.getfile(find_agents)).parent
TOOL_FILES = [Path(inspect.getfile(tools)), *sorted(CONTRACTS_DIR.glob("*_tools.py"))]
TOOL_MAKERS = frozenset({"shop_tool", "commit_tool", "tool"})
CONTRACTS = load_contracts()
FUNCTIONS = {
    node.name: node
    for file in TOOL_FILES
    for node in ast.parse(file.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef)
}


def package_of(agent: str) -> str:
    return f"agents/{agent.replace('-', '_')}"


def operations_named_in(function: ast.FunctionDef) -> set[tuple[str, str]]:
    """The (agent, operation) pairs that a function calls, by `call` or by `shop.call`."""
    named = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            words = [text for text in texts if isinstance(text, str)]
            match node.func, words:
                case ast.Name(id="call"), [operation, *_]:
                    agent, _, operation_id = operation.partition(".")
                    named.add((agent, operation_id))
                case ast.Attribute(attr="call"), [agent, operation_id, *_]:
                    named.add((agent, operation_id))
    return named


def functions_behind(names: set[str]) -> set[str]:
    """The functions of the tools' files that these ones call, and themselves."""
    found: set[str] = set()
    open_names = set(names)
    while open_names:
        name = open_names.pop()
        found.add(name)
        used = {n.id for n in ast.walk(FUNCTIONS[name]) if isinstance(n, ast.Name)}
        open_names |= (used & FUNCTIONS.keys()) - found
    return found


def offered() -> set[str]:
    return {tool.name for tool in tools.all_tools}


def operations_called() -> set[tuple[str, str]]:
    behind = functions_behind(offered() & FUNCTIONS.keys())
    return {called for name in behind for called in operations_named_in(FUNCTIONS[name])}


@pytest.mark.parametrize("agent", CONTRACTS)
def test_every_contract_has_a_service(agent):
    assert agent in find_agents(), (
        f"step 2 is missing: the contract of '{agent}' has no service; "
        f"write {package_of(agent)}/service.py"
    )


@pytest.mark.parametrize("package", sorted(AGENTS_DIR.glob("*/__init__.py")), ids=str)
def test_every_package_has_a_service(package):
    if package.parent.name != "kit":
        assert package.with_name("service.py").exists(), (
            f"step 2 is missing: agents/{package.parent.name} has no service.py with its operations"
        )


@pytest.mark.parametrize("agent", find_agents())
def test_every_service_has_a_contract(agent):
    assert agent in CONTRACTS, (
        f"step 1 is missing: {package_of(agent)} has no contract; write a JSON file in "
        f"{CONTRACTS_DIR.name}/ whose info.x-agent is '{agent}'"
    )


@pytest.mark.parametrize("agent", sorted(CONTRACTS.keys() & set(find_agents())))
def test_every_operation_has_a_handler(agent):
    declared, handled = CONTRACTS[agent].operations.keys(), load_operations(agent).handlers.keys()

    assert not declared - handled, (
        f"step 2 is not done: {package_of(agent)}/service.py has no handler for "
        f"{sorted(declared - handled)} of its contract"
    )
    assert not handled - declared, (
        f"step 1 is not done: the contract of '{agent}' does not declare "
        f"{sorted(handled - declared)}"
    )


@pytest.mark.parametrize("agent", find_agents())
def test_a_service_bears_its_package_name(agent):
    assert load_operations(agent).agent == agent


@pytest.mark.parametrize("agent", CONTRACTS)
def test_every_agent_is_reached_by_a_tool(agent):
    assert agent in {called for called, _ in operations_called()}, (
        f"step 3 is missing: no tool of all_tools calls '{agent}'; write a tool function in "
        "tools.py and put its name into all_tools"
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_tool_function_is_in_all_tools(name):
    makers = {d.id for d in FUNCTIONS[name].decorator_list if isinstance(d, ast.Name)}

    assert not makers & TOOL_MAKERS or name in offered(), (
        f"step 3 is not done: the tool '{name}' is not in all_tools of tools.py"
    )


@pytest.mark.parametrize(("agent", "operation"), sorted(operations_called()))
def test_a_tool_calls_only_declared_operations(agent, operation):
    assert agent in CONTRACTS, f"step 1 is missing: a tool calls '{agent}', which has no contract"
    assert operation in CONTRACTS[agent].operations, (
        f"a tool calls {agent}.{operation}; the contract declares "
        f"{sorted(CONTRACTS[agent].operations)}"
    )


@pytest.mark.parametrize("tool", tools.all_tools, ids=lambda tool: tool.name)
def test_every_tool_tells_a_model_what_it_is_for(tool):
    assert len(tool.description.split()) > 4, f"the docstring of '{tool.name}' says too little"


def test_no_two_tools_have_one_name():
    names = Counter(tool.name for tool in tools.all_tools)

    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_agents_have_one_port():
    ports = Counter(contract.port for contract in CONTRACTS.values())

    assert [port for port, count in ports.items() if count > 1] == []
    assert len(CONTRACTS) == len(list(CONTRACTS_DIR.glob("*.JSON"))), "two contracts, one x-agent"
