"""Draws a product."""

from markupsafe import escape

from storefront.pictures.colours import colour_of
from storefront.pictures.drawing import picture
from storefront.pictures.kinds import Subject, kind_of, weave_of


def draw(subject: Subject) -> str:
    """The picture of a product as an SVG document; the same subject always gets the same."""
    title = escape(f"{subject.name}, {subject.colour}" if subject.colour else subject.name)
    base = colour_of(subject.colour or subject.name, subject.product_id)
    return picture(str(title), kind_of(subject)(), base, weave_of(subject))
