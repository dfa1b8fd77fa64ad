"""Recommendations: what goes with, stands in for, or leads among the goods."""
