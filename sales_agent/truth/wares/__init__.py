"""What a sentence says of goods: names, variants, stock, denials, superlatives."""
