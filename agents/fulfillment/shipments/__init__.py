"""The parcels of orders, from being picked to being handed over."""
