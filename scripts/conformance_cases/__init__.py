"""The cases of schema/conformance/, and the files that they make; scripts/generate_conformance.py is the command."""
