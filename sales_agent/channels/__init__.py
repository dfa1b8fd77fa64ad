"""Where a conversation is held; a channel takes its events and gives it the shopper's words."""
