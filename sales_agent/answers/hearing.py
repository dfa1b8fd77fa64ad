"""Who hears an answer while it comes, before it is known what of it holds."""

from typing import Protocol


class Listener(Protocol):
    """Hears a model, and lets through to the shopper what holds of it."""

    @property
    def has_said(self) -> bool:
        """Whether the shopper has read anything of the answer."""

    def hear(self, text: str) -> None:
        """Take a piece of the answer."""

    def start_over(self) -> None:
        """Forget an answer that broke off before anything of it was said."""
