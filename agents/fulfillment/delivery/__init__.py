"""What delivery and pickup cost, when goods arrive, and which ways a shopper is offered."""
