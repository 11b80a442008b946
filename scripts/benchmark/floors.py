"""The floors: what nobody who does the work can do without, and nothing else."""

from __future__ import annotations

import gc
import hashlib
import json
import os

import jsonschema_rs
import msgspec

from benchmark.stopwatch import Stopwatch
from benchmark.workplace import Facts, Workplace, files_in, size_of
from training_plan.contract.schemas import SchemaName, schema_bytes
from training_plan.models import MasterPlan, RoutingPlan


def build(place: Workplace, watch: Stopwatch, *, sync: bool = False) -> Facts:
    """Decode the routing plan, encode each job once, and write the bytes of a plan to as many files."""
    gc.disable()
    place.clear_scratch()
    files = files_in(place.plan)
    for name in files:
        (place.scratch / name).parent.mkdir(parents=True, exist_ok=True)
    with watch:
        msgspec.json.decode(place.routing_plan.read_bytes(), type=RoutingPlan)
    plan = msgspec.json.decode(place.master.read_bytes(), type=MasterPlan)
    encoder = msgspec.json.Encoder()
    with watch:
        for job in plan.jobs:
            encoder.encode(job)
    for name, path in files.items():
        data = path.read_bytes()
        target = place.scratch / name
        with watch, target.open("wb") as stream:
            stream.write(data)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
    return size_of(place.scratch)


def build_with_sync(place: Workplace, watch: Stopwatch) -> Facts:
    """Do the same and flush every file to the disk."""
    return build(place, watch, sync=True)


def load(place: Workplace, watch: Stopwatch) -> Facts:
    """Decode the master with the collector off."""
    gc.disable()
    data = place.master.read_bytes()
    with watch:
        plan = msgspec.json.decode(data, type=MasterPlan)
    return {"jobs": len(plan.jobs), "bytes": len(data)}


def validate(place: Workplace, watch: Stopwatch) -> Facts:
    """Parse the master and ask jsonschema-rs, with the collector off."""
    gc.disable()
    validator = jsonschema_rs.Draft202012Validator(json.loads(schema_bytes(SchemaName.MASTER_TRAINING_PLAN)))
    data = place.master.read_bytes()
    with watch:
        is_valid = validator.is_valid(msgspec.json.decode(data))
    return {"valid": int(is_valid), "bytes": len(data)}


def check(place: Workplace, watch: Stopwatch) -> Facts:
    """Read every file and hash it."""
    with watch:
        for path in files_in(place.plan).values():
            hashlib.sha256(path.read_bytes()).hexdigest()
    return size_of(place.plan)
