"""From a grammar of shoppers' sentences to the weights that the built-in model reads."""
