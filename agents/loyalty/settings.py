"""What the loyalty agent reads from its surroundings: the keys of the shop's own site."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SiteKeys:
    """With what the shop's site signs its shoppers' tokens; either, both or none may be given.

    Attributes:
        secret: The shared secret of HS256 tokens.
        jwks: A file with the public keys of RS256 tokens: a JWKS, or one key as PEM.
    """

    secret: str | None = None
    jwks: Path | None = None

    @classmethod
    def from_env(cls) -> "SiteKeys":
        """Read `SITE_SECRET` and `SITE_JWKS`."""
        path = os.environ.get("SITE_JWKS")
        return cls(os.environ.get("SITE_SECRET") or None, Path(path) if path else None)
