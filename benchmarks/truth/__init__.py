"""How much of what is false the truth check stops, and how little of what is true."""
