"""The cart: what goes in, what is changed, what comes of it."""
