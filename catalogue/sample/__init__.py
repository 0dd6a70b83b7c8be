"""Items in any number that look like those of a town: for trying out how a site grows."""
