"""Lists and menu of the imports in the admin."""
