"""Requests to other servers that lead nowhere inside: what the apps that make any share."""
