"""From a plan to the bytes of every file beside the master."""
