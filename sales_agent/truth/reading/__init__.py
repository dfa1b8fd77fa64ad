"""A reply cut into sentences and clauses, and read as what it speaks of."""
