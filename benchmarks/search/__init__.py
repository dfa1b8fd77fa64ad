"""Measures search: filters against known answers, latency, typing errors, and real queries."""
