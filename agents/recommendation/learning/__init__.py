"""Learning from what was bought together, and from what was taken of what was shown."""
