"""Payment gateways behind one small port: the sandbox of the test cards, and Stripe."""
