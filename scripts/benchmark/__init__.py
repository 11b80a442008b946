"""What the software costs beside what the work cannot do without; ``scripts/bench.py`` runs it."""
