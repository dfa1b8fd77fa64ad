"""What the built-in model learns, and the sentences it learns it from; no part of what runs."""
