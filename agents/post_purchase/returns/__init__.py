"""Goods coming back: returns, exchanges, and what follows when the shop has received them."""
