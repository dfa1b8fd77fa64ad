"""Takes another shop over: its customers, ways to pay, orders, payments and parcels."""
