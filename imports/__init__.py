"""Items from spreadsheets and folders, and back into them."""
