"""What the shop's replies hold, read for channels and said in a shopper's words."""
