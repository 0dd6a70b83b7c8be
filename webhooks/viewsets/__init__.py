"""The notifications in the admin."""
