"""Timed holds on stock, and where their units are taken from."""
