"""What the notifications do: each function checks, changes and notes."""
