"""Moves another shop in: its customers, ways to pay, orders, payments and parcels."""
