"""What the environment says about the web channel."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from limits import parse_many

from sales_agent.settings import InvalidSetting

SHOPPER_LIMIT = "30/minute;400/day"
ADDRESS_LIMIT = "600/minute"
SHOP_LIMIT = "6000/minute"
SESSIONS_LIMIT = "60/minute;600/day"
CARDS_LIMIT = "10/minute;40/day"
PAGES_LIMIT = "3000/minute"
MOST_PROXIES = 8


@dataclass(frozen=True)
class WebSettings:
    """How the API may be used.

    Attributes:
        origins: Pages of other addresses that may call it, such as `https://shop.example`.
        proxies: How many proxies of one's own stand before it and add to `X-Forwarded-For`.
        shopper_limit: Messages of one session, as `30/minute;400/day`.
        address_limit: Requests from one address.
        shop_limit: Messages to the whole shop.
        sessions_limit: Sessions begun from one address.
        cards_limit: Card numbers from one address.
        pages_limit: Pages, pictures and scripts to one address.
    """

    origins: tuple[str, ...] = ()
    proxies: int = 0
    shopper_limit: str = SHOPPER_LIMIT
    address_limit: str = ADDRESS_LIMIT
    shop_limit: str = SHOP_LIMIT
    sessions_limit: str = SESSIONS_LIMIT
    cards_limit: str = CARDS_LIMIT
    pages_limit: str = PAGES_LIMIT

    @classmethod
    def from_env(cls) -> "WebSettings":
        """Read SALES_WEB_ORIGINS, SALES_WEB_PROXIES and the SALES_WEB_…_LIMIT.

        Raises:
            InvalidSetting: one cannot be used; the message names it and what can.
        """
        return cls(
            origins=_origins(os.environ.get("SALES_WEB_ORIGINS") or ""),
            proxies=_proxies(os.environ.get("SALES_WEB_PROXIES") or "0"),
            shopper_limit=_limit(
                "SALES_WEB_SHOPPER_LIMIT", os.environ.get("SALES_WEB_SHOPPER_LIMIT"), SHOPPER_LIMIT
            ),
            address_limit=_limit(
                "SALES_WEB_ADDRESS_LIMIT", os.environ.get("SALES_WEB_ADDRESS_LIMIT"), ADDRESS_LIMIT
            ),
            shop_limit=_limit(
                "SALES_WEB_SHOP_LIMIT", os.environ.get("SALES_WEB_SHOP_LIMIT"), SHOP_LIMIT
            ),
            sessions_limit=_limit(
                "SALES_WEB_SESSIONS_LIMIT",
                os.environ.get("SALES_WEB_SESSIONS_LIMIT"),
                SESSIONS_LIMIT,
            ),
            cards_limit=_limit(
                "SALES_WEB_CARDS_LIMIT", os.environ.get("SALES_WEB_CARDS_LIMIT"), CARDS_LIMIT
            ),
            pages_limit=_limit(
                "SALES_WEB_PAGES_LIMIT", os.environ.get("SALES_WEB_PAGES_LIMIT"), PAGES_LIMIT
            ),
        )


def _origins(given: str) -> tuple[str, ...]:
    """The pages' origins as browsers send them: scheme and host, nothing behind."""
    origins = tuple(one.rstrip("/").lower() for one in given.replace(",", " ").split())
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
            raise InvalidSetting(
                f"SALES_WEB_ORIGINS names {origin!r}; give scheme and host of each page that may "
                "call, such as https://shop.example, with spaces between them"
            )
    return origins


def _proxies(given: str) -> int:
    if not given.isdecimal() or int(given) > MOST_PROXIES:
        raise InvalidSetting(
            f"SALES_WEB_PROXIES is {given!r}; give how many proxies of yours stand before the "
            f"shop, 0 to {MOST_PROXIES}"
        )
    return int(given)


def _limit(name: str, given: str | None, usual: str) -> str:
    try:
        parse_many(given or usual)
    except ValueError as error:
        raise InvalidSetting(
            f"{name} is {given!r}; give how many in which time, such as {usual}"
        ) from error
    return given or usual
