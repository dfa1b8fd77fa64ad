"""From what clerks say of stock and of prices side by side to the weights of two readers."""
