"""The six contracts: OpenAPI 3.1 that two checkers read alike, and what reading one gives."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import fast_checker, reference_checker
from contracts.contract import (
    CONTRACTS_DIR,
    KIT_PATHS,
    METHODS,
    Contract,
    ContractError,
    Operation,
    UnknownContract,
    load_contract,
    load_contracts,
)

PORTS = {
    "fulfillment": 5001,
    "recommendation": 5002,
    "inventory": 5003,
    "post-purchase": 5004,
    "payment": 5005,
    "loyalty": 5006,
}
FILES = sorted(CONTRACTS_DIR.glob("*.JSON"))
EVERY_OPERATION = [op for c in load_contracts().values() for op in c.operations.values()]
SCHEMAS = [
    pytest.param({**schema, "components": op.components}, id=f"{op.agent}.{op.id}.{side}")
    for op in EVERY_OPERATION
    for side, schema in (("request", op.request_schema), ("reply", op.reply_schema))
    if schema is not None
]

MUTANTS = 20
BUILDERS = [fast_checker.build_checker, reference_checker.build_checker]
by_file = pytest.mark.parametrize(
    "document",
    [pytest.param(json.loads(path.read_text(encoding="utf-8")), id=path.stem) for path in FILES],
)


def specs(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def parts(value: Any) -> Iterator[Any]:
    yield value
    children = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        for child in children:
            yield from parts(child)


def resolve(document: Any, reference: str) -> Any:
    assert reference.startswith("#/")
    found = document
    for name in reference[2:].split("/"):
        found = found[name]
    return found


def test_the_six_agents_have_their_ports() -> None:
    ports = {name: contract.port for name, contract in load_contracts().items()}
    assert ports.items() >= PORTS.items()
    assert len(FILES) == len(ports)


@by_file
def test_a_contract_is_openapi_3_1(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version", "x-agent"} <= document["info"].keys()
    ids = [spec["operationId"] for _, _, spec in specs(document)]
    assert len(ids) == len(set(ids))


@by_file
def test_every_reference_leads_somewhere(document: Any) -> None:
    references = [p["$ref"] for p in parts(document) if isinstance(p, dict) and "$ref" in p]
    assert references
    for reference in references:
        assert isinstance(resolve(document, reference), dict)


@by_file
def test_every_operation_declares_its_reply_and_one_fault(document: Any) -> None:
    for path, _, spec in specs(document):
        if path in KIT_PATHS:
            continue
        success, fault = spec["responses"]["200"], spec["responses"]["default"]
        assert all("schema" in content for content in success["content"].values())
        assert success["content"]
        assert list(fault["content"]) == ["application/problem+json"]
        assert spec["summary"]


@by_file
def test_every_path_parameter_is_declared(document: Any) -> None:
    for path, _, spec in specs(document):
        declared = {p["name"] for p in spec.get("parameters", []) if p["in"] == "path"}
        assert {part[1:-1] for part in path.split("/") if part.startswith("{")} == declared


@by_file
def test_every_guard_is_a_declared_scheme(document: Any) -> None:
    known = document.get("components", {}).get("securitySchemes", {}).keys()
    for path, _, spec in specs(document):
        guards = {name for guard in spec["security"] for name in guard}
        assert guards <= known & {"shopper", "service"}, path


@by_file
def test_the_kits_own_pages_are_declared(document: Any) -> None:
    assert document["paths"].keys() >= KIT_PATHS


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_schema_is_sound(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def example(schema: Any, root: Any) -> Any:
    """One value that a schema allows, as full as can be."""
    if "$ref" in schema:
        return example(resolve(root, schema["$ref"]), root)
    if "oneOf" in schema:
        return example(schema["oneOf"][0], root)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "null")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {name: example(part, root) for name, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [example(schema["items"], root)] * max(1, schema.get("minItems", 1))
    if kind == "string":
        return text_example(schema)
    number = max(1, schema.get("minimum", 1))
    return {"integer": number, "number": number, "boolean": True}.get(kind)


def text_example(schema: Any) -> str:
    formats = {"date": "2026-05-04", "date-time": "2026-05-04T09:30:00Z"}
    patterns = {
        "^[A-Z]{3}$": "INR",
        "^[A-Z]{2}$": "IN",
        "^[0-9A-Za-z][0-9A-Za-z -]{2,10}$": "560038",
        "^[0-9][0-9 -]{2,27}$": "4242",
        "^[0-9]{4}$": "4242",
        "^[0-9]{3,4}$": "123",
        "^(0[1-9]|1[0-2])/[0-9]{2}$": "05/29",
        "^pm_[A-Za-z0-9_]{1,100}$": "pm_card_visa",
    }
    plain = "x" * max(1, schema.get("minLength", 1))
    return formats.get(schema.get("format", ""), patterns.get(schema.get("pattern", ""), plain))


ODD = [
    None, True, False, 0, -1, 1, 5.0, 1.5, 10**12, -(10**12), "", "x", "x" * 500, "INR", "inr",
    "2026-02-30", "2026-05-04", "2026-05-04T09:30:00", "2026-05-04T09:30:00Z",
    "2026-05-04T09:30:00+05:30", "2026-05-04T09:30Z",
    "2026-W19-1T09:30:00Z", "2026-05-04 09:30", "💥", "\u0000", [], [None], {}, {"x": 1},
]  # fmt: skip


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a value, with each of its keys or positions."""
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        for key in keys:
            yield value, key
            yield from places(value[key])


def mutants(schema: Any, name: str) -> Iterator[Any]:
    """Values that a schema may or may not allow: an example with a change or two."""
    chance = Random(name)
    for _ in range(MUTANTS):
        value = [example(schema, schema)]
        for _ in range(chance.randint(1, 2)):
            container, key = chance.choice(list(places(value)))
            odd = deepcopy(chance.choice(ODD))
            change = chance.choice(["replace", "replace", "remove", "add"])
            if change == "remove" and isinstance(container, dict):
                del container[key]
            elif change == "add" and isinstance(container, dict):
                container["unheardOf"] = odd
            else:
                container[key] = odd
        yield value[0]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_both_checkers_give_the_same_verdict(schema: Any, request: pytest.FixtureRequest) -> None:
    fast = fast_checker.build_checker(schema)
    reference = reference_checker.build_checker(schema)
    full = example(schema, schema)
    assert (fast(full), reference(full)) == (None, None)
    for mutant in mutants(schema, request.node.name):
        assert (fast(mutant) is None) == (reference(mutant) is None), mutant


SMALL = {
    "type": "object",
    "properties": {
        "day": {"type": "string", "format": "date"},
        "at": {"type": ["string", "null"], "format": "date-time"},
        "units": {"type": "integer", "minimum": 1, "maximum": 99},
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "lines": {"type": "array", "items": {"enum": ["a", 1]}, "minItems": 1, "maxItems": 2},
    },
    "additionalProperties": {"type": "string", "maxLength": 2},
}
ANYTHING = st.recursive(
    st.sampled_from(ODD) | st.integers() | st.datetimes().map(datetime.isoformat) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*SMALL["properties"], "x"]), ANYTHING, max_size=3))
def test_both_checkers_agree_on_anything(value: Any) -> None:
    verdicts = [build(SMALL)(value) is None for build in BUILDERS]
    assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize("build", BUILDERS)
@pytest.mark.parametrize(
    ("schema", "value", "finding"),
    [
        ({"required": ["a"]}, {}, ("", "required")),
        ({"properties": {"a": {"type": "integer"}}}, {"a": "x"}, ("/a", "type")),
        ({"properties": {"a/b~c": {"type": "null"}}}, {"a/b~c": 1}, ("/a~1b~0c", "type")),
        ({"items": {"maxLength": 2}}, ["ab", "abc"], ("/1", "maxLength")),
        ({"maxLength": 3}, "💥💥💥", None),
        ({"type": "integer"}, 5.0, None),
        ({"type": "integer"}, True, ("", "type")),
        ({"format": "date"}, "2026-02-30", ("", "format")),
        ({"format": "date-time"}, "2026-05-04T09:30:00", ("", "format")),
        ({"format": "date-time"}, "2026-05-04", ("", "format")),
        ({"format": "date-time"}, "2026-05-04T09:30:00+05:30", None),
        ({"format": "date-time"}, 5, None),
    ],
)
def test_a_finding_is_pointer_and_keyword(
    build: Any, schema: Any, value: Any, finding: Any
) -> None:
    assert build(schema)(value) == finding


def test_an_error_names_the_field_and_not_its_value() -> None:
    operation = load_contract("inventory").operation("checkInventory")
    with pytest.raises(ContractError) as caught:
        operation.check_request({"sku": "4242424242424242" * 9})
    assert str(caught.value) == (
        "request of inventory.checkInventory breaks the contract at '/sku' (maxLength)"
    )
    assert (caught.value.pointer, caught.value.keyword) == ("/sku", "maxLength")


def test_a_reply_is_checked_like_a_request() -> None:
    operation = load_contract("inventory").operation("listStores")
    operation.check_request({"whatever": 1})
    with pytest.raises(ContractError, match=r"reply of inventory.listStores .* '/stores/0'"):
        operation.check_reply({"stores": [{}]})


def test_contracts_are_read_once_however_they_are_asked_for() -> None:
    assert load_contracts() is load_contracts(CONTRACTS_DIR)


def test_an_unknown_agent_names_those_there_are() -> None:
    with pytest.raises(UnknownContract, match="unknown agent 'gift'; there are contracts for ful"):
        load_contract("gift")


def test_an_unknown_operation_names_those_there_are() -> None:
    with pytest.raises(UnknownContract, match="inventory has checkInventory, commitHold"):
        load_contract("inventory").operation("burn")


def test_access_keys_and_repeats_are_read() -> None:
    inventory = load_contract("inventory")
    assert inventory.operation("checkInventory").access == "public"
    assert inventory.operation("placeHold").access == "service"
    assert load_contract("fulfillment").operation("addAddress").access == "shopper"
    assert inventory.operation("restock").is_keyed
    assert not inventory.operation("setStock").is_keyed
    assert inventory.operation("listStores").is_repeatable


def test_an_agent_is_added_by_its_file(tmp_path: Path) -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Gift wrapping", "version": "1.0.0", "x-agent": "gift-wrapping"},
        "servers": [{"url": "http://127.0.0.1:5007"}],
        "paths": {
            "/wrap": {
                "post": {
                    "operationId": "wrap",
                    "responses": {"200": {"description": "Done"}},
                }
            }
        },
    }
    (tmp_path / "giftWrapping.JSON").write_text(json.dumps(document), encoding="utf-8")
    contract = load_contract("gift-wrapping", tmp_path)
    assert (contract.port, contract.version) == (5007, "1.0.0")
    wrap = contract.operation("wrap")
    assert (wrap.method, wrap.access, wrap.is_repeatable) == ("POST", "public", False)
    wrap.check_reply({"anything": "goes"})


def test_every_operation_knows_its_route() -> None:
    for operation in EVERY_OPERATION:
        assert isinstance(operation, Operation)
        assert operation.method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
        assert operation.path.startswith("/")


def test_a_contract_reads_its_own_document() -> None:
    for path in FILES:
        document = json.loads(path.read_text(encoding="utf-8"))
        contract = Contract(document)
        declared = {s["operationId"] for p, _, s in specs(document) if p not in KIT_PATHS}
        assert contract.operations.keys() == declared
