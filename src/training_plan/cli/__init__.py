"""The command ``training-plan``."""
