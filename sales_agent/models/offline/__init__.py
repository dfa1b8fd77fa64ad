"""The built-in dialogue model: understanding, context, policy and wording, each on its own."""
