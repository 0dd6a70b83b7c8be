"""What templates of the monitor ask for."""
