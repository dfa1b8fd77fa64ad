"""A shop that speaks the chat API's wire and says what a test wrote, when the test lets it.

What the real gateway cannot be made to do stands here: answers that wait, connections that break,
floods, and goods with hostile names. Everything else is tried against the real one.
"""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Condition, Event, Thread
from typing import Any

from flask import Flask, Response, abort, jsonify, request

from sales_agent.channels.web.widget import widget_blueprint
from tests.widget.documented import Documented

Json = dict[str, Any]
Step = tuple[str, Json] | Event
HEARTBEAT_S = 5.0
GREETING = "Hello! I am this shop's assistant. What are you looking for?"
WIDGET = widget_blueprint()
CHANGED: Json = {"status": "updated", "message": "The cart has changed.", "suggestions": []}


def rupees(amount: int) -> Json:
    return {"amount": amount * 100, "currency": "INR"}


@dataclass
class Running:
    """A turn that runs: its events so far, and whoever waits for the next."""

    turn_id: str
    message: str
    events: list[tuple[str, Json]] = field(default_factory=list)
    changed: Condition = field(default_factory=Condition)
    is_stopped: bool = False

    @property
    def is_over(self) -> bool:
        return bool(self.events) and self.events[-1][0] == "done"

    def add(self, name: str, data: Json) -> None:
        with self.changed:
            self.events.append((name, data))
            self.changed.notify_all()


@dataclass
class ScriptedShop:
    """What the shop says to which message, what it has, and what it was asked."""

    script: dict[str, list[Step]] = field(default_factory=dict)
    products: dict[str, Json] = field(default_factory=dict)
    cart: dict[str, int] = field(default_factory=dict)
    messages: list[Json] = field(default_factory=list)
    confirm: Json | None = None
    suggestions: list[str] = field(default_factory=list)
    posted: list[tuple[str, Json]] = field(default_factory=list)
    turns: dict[str, Running] = field(default_factory=dict)
    refusals: list[tuple[int, Json, dict[str, str]]] = field(default_factory=list)
    sessions: int = 0
    tokens: int = 0
    document: Documented = field(default_factory=Documented)
    csp: str = "default-src 'self'"
    page: str = ""
    page_css: str = ""

    def app(self) -> Flask:
        app = Flask(__name__)
        app.register_blueprint(WIDGET)
        self.document.watch(app)
        app.add_url_rule("/", view_func=self.show_page)
        app.add_url_rule(
            "/page.css", view_func=lambda: (self.page_css, {"Content-Type": "text/css"})
        )
        api = "/api/v1"
        rules = [
            ("POST", "/sessions", self.begin),
            ("POST", "/sessions/refresh", self.begin),
            ("POST", "/sessions/identify", self.begin),
            ("DELETE", "/sessions", self.end),
            ("POST", "/chat", self.chat),
            ("GET", "/chat", self.resume),
            ("POST", "/chat/stop", self.stop),
            ("POST", "/confirm", self.answer),
            ("GET", "/messages", self.history),
            ("GET", "/cart", self.show_cart),
            ("POST", "/cart/lines", self.add_line),
            ("PATCH", "/cart/lines/<sku>", self.change_line),
            ("DELETE", "/cart/lines/<sku>", self.change_line),
            ("POST", "/cards", self.take_card),
            ("GET", "/products/<product_id>", self.show_product),
        ]
        for method, path, view in rules:
            app.add_url_rule(api + path, f"{method} {path}", view, methods=[method])
        return app

    # The page that embeds the widget

    def show_page(self) -> Response:
        answer = Response(self.page, content_type="text/html; charset=utf-8")
        if self.csp:
            answer.headers["Content-Security-Policy"] = self.csp
        return answer

    def show_style(self) -> Response:
        return Response(self.page_css, content_type="text/css")

    # Sessions

    def begin(self) -> tuple[Response, int]:
        self.note()
        self.tokens += 1
        if request.path.endswith("/sessions"):
            self.sessions += 1
        customer = "C-1001" if (request.get_json(silent=True) or {}).get("token") else "anon-1"
        expires = datetime.now(UTC) + timedelta(hours=1)
        body = {
            "session": f"s-{self.sessions}",
            "token": f"token-{self.tokens}",
            "expiresAt": expires.isoformat().replace("+00:00", "Z"),
            "customer": customer,
            "isSignedIn": customer.startswith("C-"),
            "name": None,
            "greeting": GREETING,
        }
        return jsonify(body), 201 if request.path.endswith("/sessions") else 200

    def end(self) -> tuple[str, int]:
        self.note()
        return "", 204

    # Turns

    def chat(self) -> Response:
        body = self.note()
        self.refuse()
        known = next((t for t in self.turns.values() if t.turn_id == f"t-{body['clientId']}"), None)
        return self.stream(known or self.run(f"t-{body['clientId']}", body["message"]), 0)

    def answer(self) -> Response:
        body = self.note()
        if not self.confirm or body["quote"] != self.confirm["quoteId"]:
            abort(409)
        self.confirm = None
        return self.stream(self.run(f"t-{body['clientId']}", body["answer"]), 0)

    def run(self, turn_id: str, message: str) -> Running:
        running = self.turns[turn_id] = Running(turn_id, message)
        Thread(target=self.play, args=(running,), daemon=True).start()
        return running

    def play(self, running: Running) -> None:
        running.add("turn", {"turn": running.turn_id, "message": running.message})
        spoken, done = "", {}
        for step in self.script.get(running.message, [("delta", {"text": "All right."})]):
            if isinstance(step, Event):
                while not step.wait(0.05) and not running.is_stopped:
                    pass
            if running.is_stopped or isinstance(step, Event):
                continue
            name, data = step
            spoken = spoken + data["text"] if name == "delta" else spoken
            if name == "done":
                done = data
            else:
                running.add(name, data)
        self.finish(running, spoken, done)

    def finish(self, running: Running, spoken: str, done: Json) -> None:
        self.confirm = done.get("confirm")
        self.suggestions = done.get("suggestions", [])
        turn = {
            "id": running.turn_id,
            "turn": len(self.turns),
            "thread": "t-1",
            "customer": "anon-1",
            "channel": "web",
            "model": "scripted",
            "ms": 1.0,
            "saved": True,
            "trace": "0",
            "message": running.message,
            "reply": spoken,
            "tools": [],
            "products": next((d["products"] for n, d in running.events if n == "products"), []),
            "cart": self.priced(),
            "confirm": None,
            "order": None,
            "suggestions": [],
            "error": None,
            "stopped": running.is_stopped,
            **done,
        }
        self.messages += [
            row(running, "shopper", running.message),
            row(running, "assistant", turn["reply"], **shown(turn)),
        ]
        self.document.check_turn(turn)
        running.add("done", turn)

    def resume(self) -> Response | tuple[str, int]:
        self.note()
        turn_id, _, number = request.headers.get("Last-Event-ID", "").rpartition(".")
        running = self.turns.get(turn_id)
        return self.stream(running, int(number)) if running else ("", 204)

    def stop(self) -> tuple[Response, int]:
        self.note()
        for running in self.turns.values():
            running.is_stopped = True
        return jsonify(stopped=True), 202

    def stream(self, running: Running, after: int) -> Response:
        return Response(self.events(running, after), content_type="text/event-stream")

    def events(self, running: Running, after: int) -> Iterator[str]:
        for number in itertools.count(after):
            with running.changed:
                while not running.changed.wait_for(
                    lambda at=number: len(running.events) > at, HEARTBEAT_S
                ):
                    yield ": ping\n\n"
            name, data = running.events[number]
            yield f"id: {running.turn_id}.{number + 1}\nevent: {name}\ndata: {json.dumps(data)}\n\n"
            if name == "done":
                return

    # What the shop keeps

    def history(self) -> Response:
        self.note()
        flight = next((t for t in self.turns.values() if not t.is_over), None)
        held = flight and {
            "turn": flight.turn_id,
            "message": flight.message,
            "lastEventId": f"{flight.turn_id}.0",
        }
        body = {
            "messages": self.messages,
            "cursor": None,
            "confirm": self.confirm,
            "inFlight": held,
            "cart": self.priced(),
            "suggestions": self.suggestions,
        }
        return jsonify(body)

    def show_cart(self) -> Response:
        self.note()
        return jsonify(cart=self.priced())

    def add_line(self) -> Response:
        body = self.note()
        self.cart[body["sku"]] = self.cart.get(body["sku"], 0) + body["quantity"]
        return jsonify(cart=self.priced(), **CHANGED)

    def change_line(self, sku: str) -> Response:
        body = self.note()
        quantity = body.get("quantity", 0)
        self.cart = (
            {**self.cart, sku: quantity}
            if quantity
            else {key: count for key, count in self.cart.items() if key != sku}
        )
        return jsonify(cart=self.priced(), **CHANGED)

    def take_card(self) -> Response:
        body = self.note()
        return jsonify(lastFour=body["number"][-4:], brand="Test card")

    def show_product(self, product_id: str) -> Response:
        self.note()
        product = self.products.get(product_id) or abort(404)
        return jsonify(products=[product])

    def priced(self) -> Json:
        variants = {v["sku"]: (p, v) for p in self.products.values() for v in p["variants"]}
        lines = [
            {
                "sku": sku,
                "name": variants[sku][0]["name"],
                "quantity": count,
                "price": variants[sku][1]["price"],
                "lineTotal": {
                    **variants[sku][1]["price"],
                    "amount": variants[sku][1]["price"]["amount"] * count,
                },
                "options": variants[sku][1]["options"],
                "imageUrl": variants[sku][0]["imageUrl"],
            }
            for sku, count in self.cart.items()
        ]
        total = sum(line["lineTotal"]["amount"] for line in lines)
        return {"lines": lines, "total": {"amount": total, "currency": "INR"}}

    # What a test looks at

    def note(self) -> Json:
        body: Json = request.get_json(silent=True) or {}
        self.posted.append((f"{request.method} {request.path.removeprefix('/api/v1')}", body))
        return body

    def refuse(self) -> None:
        if self.refusals:
            status, body, headers = self.refusals.pop(0)
            answer = jsonify(body)
            answer.status_code = status
            answer.headers.update(headers)
            abort(answer)

    def asked(self, what: str) -> list[Json]:
        """The bodies that came in for a method and path."""
        return [body for asked, body in self.posted if asked == what]


def row(running: Running, role: str, text: str, **more: Any) -> Json:
    """A message of the history; the shopper's has its turn's id."""
    at = datetime.now(UTC).isoformat()
    rest = {"at": at, "products": [], "order": None, "tracking": None}
    its_id = running.turn_id if role == "shopper" else f"{running.turn_id}-{role}"
    return {"id": its_id, "role": role, "text": text, **rest, **more}


def shown(turn: Json) -> Json:
    """What the history draws again of a turn."""
    results = [call["result"] for call in turn["tools"]]
    told = next((result for result in results if "shipments" in result), None)
    return {"products": turn["products"], "order": turn["order"], "tracking": told}
