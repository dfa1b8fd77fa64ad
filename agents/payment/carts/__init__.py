"""Carts: their price, and changes of them."""
