"""Two plans side by side: what was added, removed, changed, moved, and what is no longer trained."""
