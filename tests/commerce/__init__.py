"""The shop as a whole: real agents in processes of their own, killed, raced and added up."""
