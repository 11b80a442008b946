"""The contract: schemas, strict parsing, and what a schema refuses, as findings."""
