"""Buying: the checkout, how it is paid and collected, and what was agreed to."""
