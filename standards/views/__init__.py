"""Pages of the admin beside the lists."""
