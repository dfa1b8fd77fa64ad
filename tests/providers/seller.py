"""A model that sells: it decides by the shopper's words and by what the tools answered."""

from typing import Any

from tests.providers.steps import Fault, Step, call


def sell(asked: Any) -> Step:
    """Sell as a model would."""
    if results := asked.results:
        return word(results)
    said = asked.said.casefold()
    if "overload" in said:
        return Fault(503, "The model is overloaded.")
    if "shoes" in said:
        return call("search_products", query="running shoes", max_price=5000)
    if "add" in said:
        return put_first_shown_in_cart(asked)
    if "checkout" in said:
        return call("initiate_checkout", pay_with=["4242"])
    return "Hello! What are you looking for?"


def put_first_shown_in_cart(asked: Any) -> Step:
    """The first product that was shown, in its first size and colour."""
    product = asked.known["search_products"]["products"][0]
    variant = {"size": product["sizes"][0], "colour": product["colours"][0]}
    return call("add_to_cart", product_id=product["productId"], **variant)


def word(results: dict[str, Any]) -> str:
    """Put a result into words."""
    name, result = next(iter(results.items()))
    match name:
        case "search_products":
            return "\n".join(f"{i}. {p['name']}" for i, p in enumerate(result["products"], 1))
        case "add_to_cart":
            return f"{result['status']}: {result['message']}"
        case "commit_checkout":
            return f"Thank you! Your order is {result['orderId']}."
    return f"{name} answered {result['status']}."
