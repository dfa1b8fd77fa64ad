"""Points: what is earned, spent, given back, taken back and ended, lot by lot."""
