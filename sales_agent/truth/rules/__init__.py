"""What a sentence says of the shop's rules and perks, held against its pages."""
