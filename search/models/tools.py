"""What editors tend the search with."""
