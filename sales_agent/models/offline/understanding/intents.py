"""How strongly a text speaks for each intent, by the tables' phrases alone."""

from sales_agent.models.offline.understanding.tables import load_tables

_LENGTH_COUNTS = 300
"""A longer match tells more: so many letters weigh as much as a whole phrase."""


def score_intents(text: str) -> dict[str, float]:
    """Score the intents that a spelled-out text has phrases of; 0.45 weak, from 0.8 strong."""
    scores: dict[str, float] = {}
    for phrase in load_tables().phrases:
        if found := phrase.pattern.search(text):
            score = phrase.weight + min(len(found[0]), 55) / _LENGTH_COUNTS
            scores[phrase.intent] = max(scores.get(phrase.intent, 0.0), score)
    return scores
