"""Pictures of products: opened safely, described by colour and shape, and searched by a photo."""
