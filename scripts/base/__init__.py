"""What every layer may use: dates, addresses, the edition, the environment. Knows nothing of the content."""
