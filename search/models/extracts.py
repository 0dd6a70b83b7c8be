"""Text that was read out of files."""
