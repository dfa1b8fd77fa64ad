"""A local server that speaks Stripe's wire for what the payment agent calls.

Requests are form-encoded with a bearer key, replies are JSON objects of Stripe's, faults its
error envelope; an `Idempotency-Key` replays the first answer, errors of the request included,
and with other parameters it is an `idempotency_error`.

Source: docs.stripe.com/api: "Idempotent requests", "Errors", "PaymentIntents" (create, retrieve,
confirm, capture, cancel), "Refunds", "PaymentMethods"; docs.stripe.com/testing.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Json = dict[str, Any]
KEY = "sk_test_local"
DECLINE_OF = {
    "pm_card_visa_chargeDeclined": ("card_declined", "generic_decline"),
    "pm_card_visa_chargeDeclinedInsufficientFunds": ("card_declined", "insufficient_funds"),
    "pm_card_chargeDeclinedExpiredCard": ("expired_card", "expired_card"),
    "pm_card_chargeDeclinedProcessingError": ("processing_error", "processing_error"),
    "pm_card_authenticationRequired": ("authentication_required", "authentication_required"),
}
REPLAYED_STATUS = (200, 400, 402, 404)


class Problem(Exception):
    """An answer that is Stripe's error envelope."""

    def __init__(self, status: int, kind: str, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **fields}}


@dataclass
class StripeWire:
    """What the server holds, and how it misbehaves next.

    `faults` are answered before the request has any effect; `lost` counts requests, by the end of
    their path, that are done and whose connection is then cut.
    """

    intents: dict[str, Json] = field(default_factory=dict)
    methods: dict[str, Json] = field(default_factory=dict)
    kept: dict[str, tuple[Json, int, Json]] = field(default_factory=dict)
    seen: list[tuple[str, str, Json, str | None]] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=dict)
    delay_s: float = 0.0
    refund_status: str = "succeeded"
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, params: Json, key: str | None) -> tuple[int, Json]:
        """Do a request once for its key."""
        with self.lock:
            self.seen.append((method, path, params, key))
            if self.faults:
                problem = self.faults.pop(0)
                return problem.status, problem.body
            if key in self.kept:
                return self._replay(path, params, key)
            try:
                status, body = 200, self._do(method, path, params)
            except Problem as problem:
                status, body = problem.status, problem.body
            if key and method == "POST" and status in REPLAYED_STATUS:
                self.kept[key] = ({"path": path, **params}, status, body)
            return status, body

    def is_lost(self, method: str, path: str) -> bool:
        """Whether the connection is to be cut instead of answering."""
        ending = path.rsplit("/", 1)[-1]
        if method != "POST" or not self.lost.get(ending):
            return False
        self.lost[ending] -= 1
        return True

    def states(self) -> list[str]:
        return sorted(intent["status"] for intent in self.intents.values())

    def received(self) -> int:
        """What was taken and not given back, in minor units."""
        taken = sum(intent["amount_received"] for intent in self.intents.values())
        return int(taken) - sum(_given_back(intent) for intent in self.intents.values())

    def _replay(self, path: str, params: Json, key: str) -> tuple[int, Json]:
        first, status, body = self.kept[key]
        if first == {"path": path, **params}:
            return status, body
        message = "Keys for idempotent requests can only be used with the same parameters."
        problem = Problem(400, "idempotency_error", message)
        return problem.status, problem.body

    def _do(self, method: str, path: str, params: Json) -> Json:
        match [method, *path.strip("/").split("/")]:
            case ["POST", "v1", "payment_intents"]:
                return self._create(params)
            case ["GET", "v1", "payment_intents", intent_id]:
                return self._public(self._intent(intent_id))
            case ["POST", "v1", "payment_intents", intent_id, "confirm"]:
                return self._confirm(self._intent(intent_id), params)
            case ["POST", "v1", "payment_intents", intent_id, "capture"]:
                return self._capture(self._intent(intent_id))
            case ["POST", "v1", "payment_intents", intent_id, "cancel"]:
                return self._cancel(self._intent(intent_id))
            case ["GET", "v1", "refunds"]:
                made = list(self._intent(params["payment_intent"])["_refunds"].values())
                return {"object": "list", "url": path, "has_more": False, "data": made}
            case ["POST", "v1", "refunds"]:
                return self._refund(params)
            case ["POST", "v1", "payment_methods"]:
                return self._make_method(params)
            case ["GET", "v1", "payment_methods", method_id]:
                return self._method(method_id)
        raise Problem(404, "invalid_request_error", f"Unrecognized request URL ({method} {path}).")

    def _create(self, params: Json) -> Json:
        for name in ("amount", "currency"):
            if name not in params:
                message = f"Missing required param: {name}."
                raise Problem(
                    400, "invalid_request_error", message, code="parameter_missing", param=name
                )
        if int(params["amount"]) < 50:
            message = "Amount must be at least 50 cents"
            raise Problem(400, "invalid_request_error", message, code="amount_too_small")
        intent = {
            "id": f"pi_{secrets.token_hex(12)}",
            "object": "payment_intent",
            "amount": int(params["amount"]),
            "amount_received": 0,
            "currency": params["currency"],
            "capture_method": params.get("capture_method", "automatic"),
            "payment_method": params.get("payment_method"),
            "status": "requires_confirmation",
            "last_payment_error": None,
            "livemode": False,
            "metadata": {"charge": params.get("metadata[charge]")},
            "_refunds": {},
        }
        self.intents[intent["id"]] = intent
        return self._public(intent)

    def _confirm(self, intent: Json, params: Json) -> Json:
        self._expect(intent, "requires_confirmation", "requires_payment_method", step="confirm")
        declined = DECLINE_OF.get(intent["payment_method"])
        if declined:
            code, decline_code = declined
            error = {
                "type": "card_error",
                "code": code,
                "decline_code": decline_code,
                "message": "Your card was declined.",
            }
            intent["status"] = "requires_payment_method"
            intent["last_payment_error"] = error
            raise Problem(
                402,
                "card_error",
                "Your card was declined.",
                code=code,
                decline_code=decline_code,
                payment_intent=self._public(intent),
            )
        if intent["payment_method"] == "pm_card_threeDSecure2Required":
            intent["status"] = "requires_action"
            return self._public(intent)
        assert params.get("off_session") == "true"
        intent["status"] = "requires_capture"
        return self._public(intent)

    def _capture(self, intent: Json) -> Json:
        self._expect(intent, "requires_capture", step="capture")
        intent["status"], intent["amount_received"] = "succeeded", intent["amount"]
        return self._public(intent)

    def _cancel(self, intent: Json) -> Json:
        open_states = ("requires_capture", "requires_confirmation", "requires_payment_method")
        self._expect(intent, *open_states, "requires_action", step="cancel")
        intent["status"] = "canceled"
        return self._public(intent)

    def _refund(self, params: Json) -> Json:
        intent = self._intent(params["payment_intent"])
        amount = int(params.get("amount", intent["amount_received"]))
        left = intent["amount_received"] - _given_back(intent)
        if intent["status"] != "succeeded":
            message = f"This PaymentIntent ({intent['id']}) does not have a successful charge."
            raise Problem(400, "invalid_request_error", message, param="payment_intent")
        if amount > left:
            message = f"Refund amount ({amount}) is greater than unrefunded amount ({left})"
            raise Problem(400, "invalid_request_error", message, param="amount")
        refund = {
            "id": f"re_{secrets.token_hex(12)}",
            "object": "refund",
            "amount": amount,
            "payment_intent": intent["id"],
            "status": self.refund_status,
            "metadata": {"reference": params.get("metadata[reference]")},
        }
        intent["_refunds"][refund["id"]] = refund
        return refund

    def _make_method(self, params: Json) -> Json:
        number = params["card[number]"]
        if number.endswith("0069"):
            raise Problem(402, "card_error", "Your card has expired.", code="expired_card")
        method = _method(f"pm_{secrets.token_hex(12)}", last4=number[-4:])
        self.methods[method["id"]] = method
        return method

    def _method(self, method_id: str) -> Json:
        if method_id in self.methods:
            return self.methods[method_id]
        if method_id.startswith("pm_card_"):
            return _method(method_id)
        message = f"No such PaymentMethod: '{method_id}'"
        raise Problem(404, "invalid_request_error", message, code="resource_missing")

    def _intent(self, intent_id: str) -> Json:
        if intent_id not in self.intents:
            message = f"No such payment_intent: '{intent_id}'"
            raise Problem(404, "invalid_request_error", message, code="resource_missing")
        return self.intents[intent_id]

    def _expect(self, intent: Json, *states: str, step: str) -> None:
        if intent["status"] not in states:
            message = (
                f"You cannot {step} this PaymentIntent because it has a status of "
                f"{intent['status']}."
            )
            raise Problem(
                400,
                "invalid_request_error",
                message,
                code="payment_intent_unexpected_state",
                payment_intent=self._public(intent),
            )

    def _public(self, intent: Json) -> Json:
        return {name: value for name, value in intent.items() if not name.startswith("_")}


def too_many_requests() -> Problem:
    return Problem(429, "invalid_request_error", "Too many requests", code="rate_limit")


def broken() -> Problem:
    return Problem(500, "api_error", "An unknown error occurred")


def key_in_use() -> Problem:
    message = "There is currently another in-progress request using this Idempotent Key"
    return Problem(409, "idempotency_error", message, code="idempotency_key_in_use")


def bad_key() -> Problem:
    return Problem(401, "invalid_request_error", "Invalid API Key provided: sk_test_***")


@contextmanager
def serve(wire: StripeWire) -> Iterator[str]:
    """Serve on a free port; gives the base address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(wire))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(wire: StripeWire) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fields = parse_qs(self.path.partition("?")[2])
            self._handle({name: values[0] for name, values in fields.items()})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            assert "x-www-form-urlencoded" in (self.headers.get("Content-Type") or "")
            fields = parse_qs(self.rfile.read(length).decode(), strict_parsing=bool(length))
            self._handle({name: values[0] for name, values in fields.items()})

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def _handle(self, params: Json) -> None:
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                self._send(401, bad_key().body)
                return
            path = self.path.partition("?")[0]
            key = self.headers.get("Idempotency-Key")
            status, body = wire.answer(self.command, path, params, key)
            time.sleep(wire.delay_s)
            if wire.is_lost(self.command, path):
                self.connection.close()
                return
            self._send(status, body)

        def _send(self, status: int, body: Json) -> None:
            payload = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.send_header("Request-Id", f"req_{secrets.token_hex(7)}")
            self.end_headers()
            self.wfile.write(payload)

    return Handler


def _given_back(intent: Json) -> int:
    made = intent["_refunds"].values()
    return sum(refund["amount"] for refund in made if refund["status"] != "failed")


def _method(method_id: str, last4: str = "4242") -> Json:
    card = {"brand": "visa", "last4": last4, "exp_month": 8, "exp_year": 2031}
    return {"id": method_id, "object": "payment_method", "type": "card", "card": card}


Fault = Callable[[], Problem]
