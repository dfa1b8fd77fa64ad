"""Finding goods: searches and their filters, what was found, what is suggested."""
