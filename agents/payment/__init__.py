"""The payment agent: prices carts, quotes and commits checkouts, and keeps the books."""
