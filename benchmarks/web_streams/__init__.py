"""How many answers one process streams at once, and what each costs, by gunicorn's worker class.

`python -m benchmarks.web_streams [--streams 500] [--rounds 1]`
"""
