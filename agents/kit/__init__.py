"""What every agent shares: the app over a contract, storage, faults, auth, metrics and logs."""
