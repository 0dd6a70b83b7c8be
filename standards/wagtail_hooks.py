"""Where standard catalogues meet Wagtail's admin and the other rooms."""
