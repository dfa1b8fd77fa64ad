"""The truth check: what a model says is held against what the tools said, before it is sent."""
