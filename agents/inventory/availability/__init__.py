"""Answers to the question "do you have it?"."""
