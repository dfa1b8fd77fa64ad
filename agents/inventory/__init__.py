"""What is on hand, reserved and available in the warehouse and the stores."""
