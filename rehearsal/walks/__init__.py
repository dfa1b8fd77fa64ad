"""Long talks made at random from a shopper's errands, with what must hold at every turn."""
