"""From tool results to words, and nothing that no result holds."""
