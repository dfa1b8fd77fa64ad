"""Money of an order that is placed: refunds, later charges, and what was paid."""
