"""``training-plan schema``: print a schema, or list them."""

from __future__ import annotations

import argparse

from training_plan.cli.output import Outcome
from training_plan.errors import UsageError

NAME = "schema"
HELP = "Print a schema of the contract, or list them."
EXAMPLE = "training-plan schema master_training_plan > master_training_plan.schema.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the schema to print; without it they are listed")


def run(options: argparse.Namespace) -> Outcome:
    """Run the command."""
    from training_plan.contract.schemas import SchemaName, schema_bytes, schema_id  # noqa: PLC0415 - keeps --help instant

    if options.name is None:
        width = max(len(name) for name in SchemaName)
        return Outcome(text="".join(f"{name:{width}}  {schema_id(name)}\n" for name in SchemaName))
    if options.name not in set(SchemaName):
        import difflib  # noqa: PLC0415

        near = difflib.get_close_matches(options.name, list(SchemaName), n=1)
        hint = f"did you mean {near[0]}?" if near else "one of: " + ", ".join(SchemaName)
        raise UsageError(f"there is no schema {options.name!r}", hint=hint)
    return Outcome(text=schema_bytes(SchemaName(options.name)).decode(), is_data=True)
