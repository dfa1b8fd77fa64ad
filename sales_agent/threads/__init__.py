"""A conversation as it is stored: read, cut to what a model sees, changed, exported, erased."""
