"""Who is talking, on which channel, and what waits for her."""
