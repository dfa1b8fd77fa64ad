"""Measurements of the product as a shopper meets it; they print, and judge nothing."""
