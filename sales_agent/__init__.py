"""The conversation: one assistant behind every channel, handed its tools and its model."""
