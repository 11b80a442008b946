"""A real routing plan to try the software on: ``python -m training_plan.demo``."""
