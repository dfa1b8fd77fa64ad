"""The commands of `main.py`, a module each: where all rooms of the house meet."""
