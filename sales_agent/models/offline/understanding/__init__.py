"""From a shopper's words to what she wants."""
