"""The ledger: every movement of money is a payment, entered twice in the books."""
