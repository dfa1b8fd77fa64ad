"""Pictures of goods, drawn: a product's words choose the shape, its colour and stuff the rest."""
