"""Payments of an order that is placed: refunds, and whose they are."""
