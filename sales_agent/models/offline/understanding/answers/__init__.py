"""What a shopper says to what she was asked."""
