"""Offers: whom each is for, what it needs, what it means for a cart, and how often it is used."""
