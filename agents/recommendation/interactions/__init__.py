"""What shoppers bought, looked at, put into the cart, took and refused."""
