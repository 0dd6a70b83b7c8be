"""Pages of the admin and of the public."""
