"""Builders and readers at once on one plan folder, and whether every read was of one whole plan."""
