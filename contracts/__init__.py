"""What both sides of every agent call share: the contracts, their checks and the client."""
