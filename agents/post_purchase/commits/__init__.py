"""Commits: one mechanism by which every change of an order is made, finished or undone."""
