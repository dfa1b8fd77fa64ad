"""The sample shop: a few pages over any catalogue, with the assistant on each."""
