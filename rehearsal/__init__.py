"""Scripted shoppers, played against a copy of a shop: what they say and what has to come of it."""
