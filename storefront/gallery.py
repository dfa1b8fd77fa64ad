"""Finds what a picture's address shows, and draws it."""

from storefront.addresses import readings, slug
from storefront.goods import Goods
from storefront.pictures.album import draw
from storefront.pictures.kinds import Subject

LONGEST_ID = 80


def product_drawing(goods: Goods, name: str) -> str | None:
    """The picture of a product, in a colour if the name ends with one; None when none has it."""
    meant = [(one, colour) for one, colour in readings(name) if 0 < len(one) <= LONGEST_ID]
    found = {one["productId"]: one for one in goods.products([one for one, _ in meant])}
    for product_id, asked in meant:
        product = found.get(product_id)
        if product is None:
            continue
        colours = product["colours"]
        colour = next((one for one in colours if slug(one) == asked), None)
        if asked and colour is None:
            continue
        return draw(
            Subject(
                product_id,
                product["name"],
                product["category"] or "",
                product["materials"],
                product["tags"],
                colour or next(iter(colours), None),
            )
        )
    return None


def category_drawing(name: str) -> str:
    """What a category holds, in a quiet colour of its own."""
    return draw(Subject(name, name, name, (), (), None))
