"""Reading sheets as offices keep them. ``opening.open_book`` is the way in."""
