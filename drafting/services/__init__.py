"""What changes state: an item is drafted."""
