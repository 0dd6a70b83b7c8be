"""What the answers look like, one module for each resource."""
