"""Reading reports that were published elsewhere."""
