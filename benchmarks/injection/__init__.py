"""How the built-in model takes attacks, and harmless messages that read like attacks."""
