"""What stands behind ``training_plan_consumer``: loading, lookups, tables."""
