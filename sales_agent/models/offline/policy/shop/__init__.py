"""The shop itself: its stores, pages, reservations, offers and points."""
