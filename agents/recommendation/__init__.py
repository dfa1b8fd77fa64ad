"""The recommendation agent: the catalogue, its search, and what goes with what."""
