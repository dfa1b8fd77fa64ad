"""What no memory may hold: card numbers and secrets, taken out of a message before a turn."""

import re

from sales_agent.channels.cards import mask_cards

_REMOVED = "[removed]"
_SECRETS = re.compile(
    r"\b(?:sk|pk|rk|ghp|gho|ghs|xox[abps]|glpat|AKIA|AIza)[-_]?[A-Za-z0-9][\w-]{14,}"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
)
"""Keys of services and signed tokens, by the marks that their makers give them."""
_TOLD = re.compile(
    r"(\b(?:password|passcode|passphrase|pin(?: code)?|otp|api key|secret key)\b"
    r"(?:\s+(?:is|was|for \w+ is)\b|\s*[:=])\s*)(?!\[removed\])(\S+)",
    re.I,
)


def mask_secrets(text: str) -> str:
    """The text as it may be stored: cards by their last four, secrets not at all."""
    masked = _SECRETS.sub(_REMOVED, mask_cards(text))
    return _TOLD.sub(rf"\1{_REMOVED}", masked)
