"""Public data for machines: catalogue of downloads, yearly files, feeds, sitemaps."""
