"""From wishes to tool calls or to what is said."""
