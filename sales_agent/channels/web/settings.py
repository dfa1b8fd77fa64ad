"""What the environment says about the web channel."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WebSettings:
    """How the API may be used.

    Attributes:
        origins: Pages that may call it from a browser, such as `https://shop.example`; `*` is all.
    """

    origins: tuple[str, ...] = ()
