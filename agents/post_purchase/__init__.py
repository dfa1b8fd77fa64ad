"""The post-purchase agent: orders after the sale, canceling, returning, hand-over to a person."""
