"""The catalogue: products and variants as they are kept, changed, imported and shown."""
