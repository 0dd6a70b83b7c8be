"""What becomes of a report: drafted, checked, signed off, amended."""
