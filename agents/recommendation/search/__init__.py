"""Search: a query is read, its filters hold, an index finds, and the rest is told."""
