"""What is known of a shopper for longer than a conversation, each fact with where it came from."""
