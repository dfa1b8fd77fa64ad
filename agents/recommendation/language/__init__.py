"""How goods are spoken of: words and their forms, kinds, colours, sizes; the words are data."""
