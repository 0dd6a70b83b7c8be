"""Text of files: what is visible, and what is not."""
