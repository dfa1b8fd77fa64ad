"""Checkout: the quote that a shopper confirms, and the saga that commits it."""
