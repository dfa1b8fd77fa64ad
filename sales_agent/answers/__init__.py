"""How a model is asked in a turn, and how what it says becomes an answer."""
