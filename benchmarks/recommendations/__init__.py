"""How well the shop recommends, on the sales of a real one."""
