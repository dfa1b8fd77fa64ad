"""The agents: six small Flask services, and the kit that they share."""
