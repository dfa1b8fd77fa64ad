"""Read a request as its contract says, or tell which field is wrong."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from flask import Request

from agents.kit.errors import Fault
from contracts.contract import ContractError, Operation

LARGEST = 2**63 - 1
"""The largest whole number that a store keeps."""
LONGEST_KEY = 200
NUL = "\0"
NUL_ESCAPED, BACKSLASHES = r"\u0000", r"\\"


def check_path(path: Mapping[str, str]) -> None:
    """Check the parameters of a path.

    Raises:
        Fault: one holds a character that no store keeps.
    """
    for name, value in path.items():
        _check_text(f"path parameter '{name}'", value)


def read_key(request: Request) -> str | None:
    """Read the idempotency key.

    Raises:
        Fault: it is too long to be kept.
    """
    key = request.headers.get("Idempotency-Key")
    if key and len(key) > LONGEST_KEY:
        detail = f"the Idempotency-Key has more than {LONGEST_KEY} characters"
        raise Fault(detail, code="invalid_request")
    return key


def read_body(operation: Operation, request: Request) -> dict[str, Any]:
    """Read and check a JSON body.

    Raises:
        Fault: no JSON that can be kept (`invalid_json`), or it breaks the contract
            (`invalid_request`, with its pointer).
    """
    if operation.request_schema is None:
        return {}
    try:
        body = _parse(request.get_data())
    except (ValueError, RecursionError) as error:
        detail = "the body is not JSON, or holds a number or a character that cannot be kept"
        raise Fault(detail, code="invalid_json", pointer="") from error
    try:
        operation.check_request(body)
    except ContractError as error:
        raise Fault(
            f"the body breaks the contract at '{error.pointer or '/'}' ({error.keyword})",
            code="invalid_request",
            pointer=error.pointer,
        ) from error
    checked: dict[str, Any] = body
    return checked


def read_query(operation: Operation, request: Request) -> dict[str, Any]:
    """Read the declared query parameters, integers as such.

    Raises:
        Fault: an integer parameter is none, or is outside its range; a text cannot be kept.
    """
    values: dict[str, Any] = {}
    for name, schema in operation.query.items():
        text = request.args.get(name)
        if text is not None:
            _check_text(f"query parameter '{name}'", text)
            values[name] = _integer(name, text, schema) if schema["type"] == "integer" else text
    return values


def _check_text(what: str, text: str) -> None:
    if NUL in text:
        raise Fault(f"{what} holds a character that cannot be kept", code="invalid_request")


def _integer(name: str, text: str, schema: dict[str, Any]) -> int:
    low, high = schema.get("minimum", -(2**63)), schema.get("maximum", 2**63)
    if not re.fullmatch("-?[0-9]+", text):
        raise Fault(f"query parameter '{name}' is not a whole number", code="invalid_request")
    if not low <= int(text[:20]) <= high:
        raise Fault(
            f"query parameter '{name}' is not between {low} and {high}", code="invalid_request"
        )
    return int(text)


def _parse(data: bytes) -> Any:
    body = json.loads(data, parse_int=_whole, parse_float=_number, parse_constant=_refuse_constant)
    if b"\\u" in data:
        if b"\\u0000" in data and NUL_ESCAPED in json.dumps(body).replace(BACKSLASHES, ""):
            raise ValueError("a NUL is in no text that PostgreSQL keeps")
        json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair is no character
    return body


def _whole(digits: str) -> int:
    number = int(digits)
    if abs(number) > LARGEST:
        raise ValueError("a number is out of range")
    return number


def _number(digits: str) -> int | float:
    """Read 5.0 as the integer that JSON Schema takes it for."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is out of range")
    return _whole(str(int(number))) if number.is_integer() else number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
