"""What the messages of a conversation say about where it stands."""
