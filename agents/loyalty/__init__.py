"""The loyalty agent: who the shopper is, her points and tier, and the offers open to her."""
