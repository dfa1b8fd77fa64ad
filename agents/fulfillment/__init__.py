"""How goods reach the shopper: reservations in stores, delivery options, shipments, addresses."""
