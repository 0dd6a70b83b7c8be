"""Links of public pages: found once a day, and asked politely whether they still lead anywhere."""
