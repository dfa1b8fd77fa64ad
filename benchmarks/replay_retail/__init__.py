"""Replays the right calls of the τ² benchmark's retail tasks through our own tools and agents."""
