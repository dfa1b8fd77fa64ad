"""Who may use a channel that anybody on the net can reach, from where, and how often."""
