"""Why a product is recommended, in words that are true."""

from datetime import datetime

from agents.recommendation.ranking.learnt import Related, Seller
from agents.recommendation.tables import Product


def popular_reason(product: Product) -> str:
    """Why a product without sales of its own is among the popular."""
    within = f" in {product.category}" if product.category else ""
    return f"popular{within}" if product.popularity else f"from our range{within}"


def selling_reason(seller: Seller, days: int, least: int) -> str:
    """How it sells; a number only where it tells of no single shopper."""
    if seller.recent_shoppers < least:
        return "bought by others lately"
    return f"bought by {seller.recent_shoppers} shoppers in the last {days} days"


def together_reason(related: Related, name: str) -> str:
    """Who bought it with a given product; the model keeps no number that is too small."""
    return f"bought by {related.shoppers} shoppers who bought the {name}"


def personal_reason(related: Related, name: str, *, is_bought: bool) -> str:
    """Who bought it with what the shopper had, or looked at."""
    if is_bought:
        return f"bought by {related.shoppers} shoppers who bought the {name}, like you"
    return f"bought by {related.shoppers} shoppers who bought the {name}, which you looked at"


def again_reason() -> str:
    """Why something is recommended that the shopper knows."""
    return "you bought it before"


def new_reason(product: Product, since: datetime) -> str:
    """Since when it is in the range, and whether that is new."""
    day = f"{product.listed_at.day} {product.listed_at:%B %Y}"
    return f"new since {day}" if product.listed_at >= since else f"in our range since {day}"
