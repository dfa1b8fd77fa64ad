"""Customers: their accounts, how they are brought in, and how one is recognized."""
