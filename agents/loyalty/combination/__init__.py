"""Which offers apply together: what each takes off a cart, and the best combination."""
