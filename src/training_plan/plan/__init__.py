"""A plan in memory: the rules that no schema states, its bytes, the names of its files."""
