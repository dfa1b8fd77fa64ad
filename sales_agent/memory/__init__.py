"""What the assistant remembers: conversations on plain Redis, and the Redis that comes along."""
