"""Deeds that a sentence says were done, held against what the tools have done."""
