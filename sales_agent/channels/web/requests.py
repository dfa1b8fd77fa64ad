"""Read requests as the API's document describes them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import request
from jsonschema import Draft202012Validator
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from sales_agent.channels.web.faults import Fault

Json = dict[str, Any]
DOCUMENT = Path(__file__).with_name("openapi.json")
METHODS = ("get", "post", "patch", "put", "delete")


@cache
def api_document() -> Json:
    """The API's OpenAPI document."""
    document: Json = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return document


def read_body(operation_id: str) -> Json:
    """The request's body, as the operation's schema wants it.

    Raises:
        Fault: it is no JSON, or breaks the schema; the value is not repeated.
    """
    limit = request.max_content_length
    if request.content_length is None and limit and len(request.get_data()) >= limit:
        raise RequestEntityTooLarge  # in pieces; of a whole one its length tells at once
    try:
        body = request.get_json()
    except UnsupportedMediaType as error:
        detail = "send the body as JSON, with Content-Type: application/json"
        raise Fault(415, "unsupported_media_type", detail) from error
    except BadRequest as error:
        raise Fault(400, "bad_json", "the body is no JSON document") from error
    broken = min(_validator(operation_id).iter_errors(body), key=lambda e: e.path, default=None)
    if broken is not None:
        pointer = "".join(f"/{part}" for part in broken.absolute_path)
        detail = f"the body breaks {operation_id} at '{pointer or '/'}': {_words(broken)}"
        raise Fault(400, "bad_request", detail, pointer=pointer)
    checked: Json = body
    return checked


def read_number(name: str, usual: int, *, most: int) -> int:
    """A whole number of the query string, from 1 on."""
    given = request.args.get(name)
    if given is None:
        return usual
    if not (given.isascii() and given.isdecimal()) or not 1 <= int(given) <= most:
        raise Fault(400, "bad_request", f"{name} is a whole number from 1 to {most}", pointer=name)
    return int(given)


@cache
def _validator(operation_id: str) -> Draft202012Validator:
    document = api_document()
    for path in document["paths"].values():
        for method in METHODS:
            if path.get(method, {}).get("operationId") == operation_id:
                content = path[method]["requestBody"]["content"]["application/json"]
                schema = {**content["schema"], "components": document["components"]}
                return Draft202012Validator(schema)
    raise LookupError(f"{operation_id} is not in {DOCUMENT.name}")


def _words(broken: Any) -> str:
    """What a schema wants; never what was sent."""
    match broken.validator:
        case "required":
            missing = [name for name in broken.validator_value if name not in broken.instance]
            return f"{', '.join(missing)} is missing"
        case "additionalProperties":
            known = ", ".join(broken.schema.get("properties", {}))
            return f"it may hold {known} and nothing else"
        case "anyOf" | "oneOf" | "not":
            return "it is none of what is allowed"
    return f"it must have {broken.validator} {broken.validator_value}"
