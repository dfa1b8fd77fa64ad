"""Products that are meant: told of, compared, in stock, and others like them."""
