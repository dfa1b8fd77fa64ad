"""A shop's own pages: read from a folder, kept in passages, and asked."""
