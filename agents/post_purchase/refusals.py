"""Refusals: why something is not done, by which rule, and what the shopper can do."""

from dataclasses import dataclass

from agents.post_purchase.policy import Rule


@dataclass(frozen=True)
class Refusal:
    """Why not; `message` is a sentence without its full stop, the rule is added when it is told."""

    rule: Rule
    message: str
    suggestions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The message with its rule."""
        return f"{self.message} ({self.rule})."
