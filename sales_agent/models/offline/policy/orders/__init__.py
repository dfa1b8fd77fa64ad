"""Placed orders: where they are, and how they are changed, canceled, sent back."""
