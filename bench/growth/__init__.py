"""How answers, memory and disk grow with the number of items."""
