"""Changing an order that has not arrived: canceling it, its address, its goods, its payment."""
