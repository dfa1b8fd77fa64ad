"""Stripe as the gateway: each charge is a PaymentIntent, reserved now and captured later.

A PaymentIntent is made before it is confirmed: making one moves no money, so after an answer
that was lost the intent is known and is asked what became of it.

Source: docs.stripe.com, "Place a hold on a payment method", "Idempotent requests", "Error
handling", "Decline codes".
"""

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

import stripe

from agents.kit.storage import Store
from agents.payment.gateways.port import ChargeRefused, Decline, GatewaySilent, Reserve
from agents.payment.settings import StripeSettings
from agents.payment.tables import StripeIntent

logger = logging.getLogger(__name__)

ResultT = TypeVar("ResultT")
DECLINES: dict[str, Decline] = {
    "insufficient_funds": "insufficient_funds",
    "card_velocity_exceeded": "insufficient_funds",
    "withdrawal_count_limit_exceeded": "insufficient_funds",
    "expired_card": "expired_card",
    "issuer_not_available": "network_error",
    "processing_error": "network_error",
    "reenter_transaction": "network_error",
    "try_again_later": "network_error",
}
"""Stripe's decline codes by what they mean for a shopper; all others are `card_not_accepted`."""

RESERVED = "requires_capture"
TAKEN = "succeeded"
CANCELED = "canceled"
FAILED_REFUND = ("failed", "canceled")


class StripePsp:
    """A gateway that charges cards at Stripe."""

    def __init__(self, store: Store, settings: StripeSettings) -> None:
        self._store = store
        self._api = connect(settings)

    def authorize(self, reserve: Reserve) -> Decline | None:
        """Reserve the money by a PaymentIntent that is captured by hand."""
        if reserve.token is None:
            return "card_not_accepted"
        intent_id = self._intent_id(reserve.key) or self._create(reserve)
        intent = _ask(partial(self._api.v1.payment_intents.retrieve, intent_id))
        if intent.status == "requires_confirmation":
            return self._confirm(intent_id, reserve)
        return _outcome(intent, reserve.key)

    def capture(self, key: str) -> None:
        """Take the reserved money."""
        intent_id = self._known(key)
        try:
            _ask(
                lambda: self._api.v1.payment_intents.capture(
                    intent_id, options={"idempotency_key": f"{key}:capture"}
                )
            )
        except stripe.InvalidRequestError as error:
            if self._status(intent_id) != TAKEN:
                raise ChargeRefused(f"charge {key} holds no money to capture") from error

    def void(self, key: str) -> None:
        """Cancel the PaymentIntent, unless it was never made or holds nothing."""
        intent_id = self._intent_id(key)
        if intent_id is None:
            return
        try:
            _ask(
                lambda: self._api.v1.payment_intents.cancel(
                    intent_id, options={"idempotency_key": f"{key}:cancel"}
                )
            )
        except stripe.InvalidRequestError as error:
            if self._status(intent_id) == TAKEN:
                raise ChargeRefused(f"charge {key} is captured; refund it") from error

    def refund(self, key: str, *, amount: int, reference: str) -> None:
        """Give taken money back, whole or in part.

        Stripe forgets an idempotency key after a day, so one that was made is looked for first.
        """
        intent_id = self._known(key)
        params: Any = {
            "payment_intent": intent_id,
            "amount": amount,
            "metadata": {"reference": reference},
        }
        if self._has_refund(intent_id, reference):
            return
        try:
            refund = _ask(
                lambda: self._api.v1.refunds.create(
                    params, options={"idempotency_key": f"{reference}:refund"}
                )
            )
        except stripe.InvalidRequestError as error:
            raise ChargeRefused(f"charge {key} does not give {amount} back") from error
        if refund.status in FAILED_REFUND:
            raise ChargeRefused(f"refund {reference} of charge {key} failed at the bank")

    def _create(self, reserve: Reserve) -> str:
        """Make the PaymentIntent and remember it; no money moves yet."""
        params: Any = {
            "amount": reserve.amount,
            "currency": reserve.currency.lower(),
            "payment_method": reserve.token,
            "payment_method_types": ["card"],
            "capture_method": "manual",
            "metadata": {"charge": reserve.key},
        }
        intent = _ask(
            lambda: self._api.v1.payment_intents.create(
                params, options={"idempotency_key": f"{reserve.key}:create"}
            )
        )
        with self._store.write() as session:
            session.merge(StripeIntent(key=reserve.key, intent_id=intent.id))
        return str(intent.id)

    def _confirm(self, intent_id: str, reserve: Reserve) -> Decline | None:
        """Confirm without the shopper: what needs her at the bank's page is declined."""
        try:
            intent = _ask(
                lambda: self._api.v1.payment_intents.confirm(
                    intent_id,
                    {"off_session": True},
                    options={"idempotency_key": f"{reserve.key}:confirm"},
                )
            )
        except stripe.CardError as error:
            return _decline_of(error.error)
        return _outcome(intent, reserve.key)

    def _has_refund(self, intent_id: str, reference: str) -> bool:
        query: Any = {"payment_intent": intent_id, "limit": 100}
        made = _ask(lambda: self._api.v1.refunds.list(query)).data
        return any(
            getattr(refund.metadata, "reference", None) == reference
            for refund in made
            if refund.status not in FAILED_REFUND
        )

    def _status(self, intent_id: str) -> str:
        return str(_ask(partial(self._api.v1.payment_intents.retrieve, intent_id)).status)

    def _intent_id(self, key: str) -> str | None:
        with self._store.read() as session:
            known = session.get(StripeIntent, key)
        return known.intent_id if known else None

    def _known(self, key: str) -> str:
        intent_id = self._intent_id(key)
        if intent_id is None:
            raise ChargeRefused(f"charge {key} is unknown to Stripe")
        return intent_id


def connect(settings: StripeSettings) -> stripe.StripeClient:
    """A client of Stripe's API; it does not repeat by itself, who calls it does."""
    return stripe.StripeClient(
        settings.api_key,
        base_addresses={"api": settings.api_base},
        http_client=stripe.RequestsClient(timeout=settings.timeout_s),
        max_network_retries=0,
    )


def _ask(request: Callable[[], ResultT]) -> ResultT:
    """Ask Stripe; an answer that says nothing of the charge counts as none.

    Raises:
        GatewaySilent: no answer, an error of Stripe's own, too many requests, a key in use.
        CardError, InvalidRequestError: Stripe's answer to the request.
    """
    try:
        return request()
    except stripe.CardError:
        raise
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        logger.error("stripe_refuses_key request=%s", error.request_id)
        raise GatewaySilent("Stripe does not accept the shop's key") from error
    except stripe.InvalidRequestError as error:
        if error.http_status == HTTPStatus.CONFLICT:
            raise GatewaySilent("Stripe is at work on the same request") from error
        logger.warning("stripe_refused code=%s request=%s", error.code, error.request_id)
        raise
    except stripe.StripeError as error:
        logger.warning("stripe_silent kind=%s", type(error).__name__)
        raise GatewaySilent("the card gateway did not answer") from error


def _outcome(intent: Any, key: str) -> Decline | None:
    """What a PaymentIntent says of the reservation."""
    if intent.status in (RESERVED, TAKEN):
        return None
    if intent.status == CANCELED:
        raise ChargeRefused(f"charge {key} was voided; use a new key")
    if intent.status == "processing":
        raise GatewaySilent("the bank has not answered Stripe yet")
    return _decline_of(intent.last_payment_error)


def _decline_of(error: Any) -> Decline:
    """Why a payment failed; one that needs the bank's page cannot be made from here."""
    if error is None:
        return "card_not_accepted"
    for name in ("decline_code", "code"):
        code = getattr(error, name, None)
        if code in DECLINES:
            return DECLINES[code]
    return "card_not_accepted"
