"""From the router's decisions to a plan."""
