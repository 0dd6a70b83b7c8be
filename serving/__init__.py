"""What is public is served again without being made again, and never stale: versions of content, page cache, validators, compression, purge."""
