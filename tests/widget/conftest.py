"""A browser, for what tests the widget."""

from tests.browsers import browser, page

__all__ = ["browser", "page"]
