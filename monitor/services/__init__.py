"""What changes the state of the monitor."""
