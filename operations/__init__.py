"""What who runs the site needs: metrics, logs, backup and restore."""
