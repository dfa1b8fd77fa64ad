"""Readers of other shops' product exports, and how they are loaded."""
