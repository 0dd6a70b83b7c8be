"""What changes the state of imports."""
