"""What is stale, blank, late or broken, day by day, and who is told."""
