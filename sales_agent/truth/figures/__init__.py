"""Amounts, prices and days in a sentence, held against those of the results."""
