"""Tenders: what a shopper pays with."""
