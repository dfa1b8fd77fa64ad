"""Holds what goes over the wire to the gateway's own document, so that no double drifts from it."""

from typing import Any

from flask import Flask, Response, request
from jsonschema import Draft202012Validator

from sales_agent.channels.web.requests import api_document

Json = dict[str, Any]


class Documented:
    """The gateway's document of requests, replies and turns; `faults` says what broke it."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._document = api_document()

    def watch(self, app: Flask) -> None:
        """Check each request to the API and each reply of it that is a success."""
        app.after_request(self._watched)

    def check_turn(self, turn: Json) -> None:
        """Check the object with which a turn ends."""
        self._check({"$ref": "#/components/schemas/Turn"}, turn, "done")

    def _watched(self, response: Response) -> Response:
        operation = self._operation()
        if operation is None or response.status_code >= 400:
            return response
        what = f"{request.method} {request.path}"
        if body := operation.get("requestBody"):
            self._check(_schema(body), request.get_json(), f"{what} request")
        reply = operation["responses"].get(str(response.status_code))
        if reply is None:
            self.faults.append(f"{what}: {response.status_code} is not documented")
        elif response.mimetype == "application/json":
            self._check(_schema(reply), response.get_json(), f"{what} reply")
        return response

    def _operation(self) -> Json | None:
        if request.url_rule is None or not request.path.startswith("/api/"):
            return None
        path = request.url_rule.rule.replace("<", "{").replace(">", "}")
        found: Json = self._document["paths"][path][request.method.lower()]
        return found

    def _check(self, schema: Json, body: Any, what: str) -> None:
        whole = {**schema, "components": self._document["components"]}
        for fault in Draft202012Validator(whole).iter_errors(body):
            self.faults.append(f"{what}: {fault.json_path}: {fault.message[:160]}")


def _schema(content: Json) -> Json:
    schema: Json = content["content"]["application/json"]["schema"]
    return schema
