"""The API's OpenAPI document says what the API does, and all of it."""

import re

import pytest
from jsonschema import Draft202012Validator

from sales_agent.channels.web.app import create_app
from sales_agent.channels.web.requests import METHODS, api_document
from tests.sales_agent.channels.web.callers import Caller
from tests.sales_agent.channels.web.scripted import client_of, gateway_of

SHIRT = "LS-01-WHT-M"


def operations():
    return {
        (method.upper(), path): operation
        for path, methods in api_document()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def check(answer, operation_id):
    """Hold an answer against what the document declares for it."""
    document = api_document()
    declared = next(o for o in operations().values() if o["operationId"] == operation_id)
    responses = declared["responses"]
    response = responses.get(str(answer.status_code), responses["default"])
    kind = answer.headers["Content-Type"].partition(";")[0]
    if answer.status_code == 204:
        return
    schema = {**response["content"][kind]["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(answer.json())


def test_it_declares_every_route_and_no_other(redis_client, redis_url):
    app = create_app(gateway_of(redis_client, redis_url))
    served = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert served == operations().keys()


def test_every_operation_tells_its_faults():
    for operation in operations().values():
        problem = operation["responses"]["default"]["content"]["application/problem+json"]
        assert problem["schema"]["$ref"].endswith("/Problem")


def test_operations_are_public_only_where_they_must_be():
    public = {o["operationId"] for o in operations().values() if o.get("security") == []}

    assert public == {
        "createSession",
        "findProducts",
        "showProduct",
        "getHealth",
        "getReadiness",
        "getMetrics",
        "getDocument",
        "getDocs",
    }


@pytest.mark.parametrize(
    ("method", "path"), [key for key, o in operations().items() if o.get("security") != []]
)
def test_what_is_not_public_needs_a_token(redis_client, redis_url, method, path):
    client = client_of(gateway_of(redis_client, redis_url))
    operation = operations()[method, path]
    body = {} if "requestBody" in operation else None

    refused = client.open(path.replace("{sku}", SHIRT), method=method, json=body)

    assert refused.status_code in (400, 401)
    assert refused.status_code == 401 or refused.json["code"] == "bad_request"


def test_its_page_lists_every_operation(redis_client, redis_url):
    page = client_of(gateway_of(redis_client, redis_url)).get("/docs").text

    for method, path in operations():
        assert f"{method} {path}" in page


def test_answers_are_as_it_declares(shop):
    caller = Caller(shop.url)
    begun = caller.ask("POST", "/sessions", {})
    check(begun, "createSession")
    caller.session = begun.json()
    check(caller.ask("POST", "/sessions/refresh"), "refreshSession")
    check(caller.ask("POST", "/chat", {"message": "show me linen shirts"}), "chat")
    check(caller.ask("POST", "/chat", {"message": ""}), "chat")
    check(caller.ask("GET", "/chat"), "resumeChat")
    check(caller.ask("POST", "/chat/stop"), "stopChat")
    check(caller.ask("POST", "/cart/lines", {"sku": SHIRT, "quantity": 2}), "addToCart")
    check(caller.ask("POST", "/cart/lines", {"sku": "NOPE", "quantity": 2}), "addToCart")
    check(caller.ask("PATCH", f"/cart/lines/{SHIRT}", {"quantity": 1}), "changeCartLine")
    check(caller.ask("GET", "/messages"), "readMessages")
    check(caller.ask("GET", "/cart"), "showCart")
    check(caller.ask("DELETE", f"/cart/lines/{SHIRT}"), "removeCartLine")
    check(caller.ask("DELETE", "/cart"), "clearCart")
    check(caller.ask("POST", "/cards", {"number": "4000000000004242"}), "takeCard")
    check(caller.ask("POST", "/confirm", {"answer": "no", "quote": "Q-0"}), "confirm")
    check(caller.ask("GET", "/products?q=linen&limit=2"), "findProducts")
    check(caller.ask("GET", f"/products/{SHIRT}"), "showProduct")
    check(caller.ask("GET", "/products/NOPE"), "showProduct")
    check(caller.ask("GET", "/products?limit=0"), "findProducts")
    check(caller.ask("GET", "/me"), "exportMe")
    check(caller.ask("DELETE", "/me"), "eraseMe")
    check(caller.ask("DELETE", "/sessions"), "endSession")
