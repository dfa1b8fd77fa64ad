"""Learned readers of what stands in no table: whether goods are there, and how they rank."""
