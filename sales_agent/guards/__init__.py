"""What keeps others' prose from giving orders, and secrets from getting out."""
