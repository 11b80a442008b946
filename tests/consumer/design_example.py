"""The "Usage in Training Phase" snippet of the design, between the two comments, as a user pastes it below imports."""

from pathlib import Path

from training_plan import get_cs_jobs, get_symbol_jobs, load_master_training_plan

# mypy cannot tell the type of the snippet's `symbols_by_target = {}` from its use; the snippet itself stays as it is.
symbols_by_target: dict[str, list[str | None]]

# fmt: off
# Load master plan (only file training phase reads)
plan = load_master_training_plan(
    Path("METRICS/training_plan/master_training_plan.json")
)

# Filter targets for CS training
cs_jobs = get_cs_jobs(plan)
cs_targets = sorted({job.target for job in cs_jobs})

# Filter symbols per target for symbol-specific training (future)
symbol_jobs = get_symbol_jobs(plan)
symbols_by_target = {}
for job in symbol_jobs:
    if job.target not in symbols_by_target:
        symbols_by_target[job.target] = []
    symbols_by_target[job.target].append(job.symbol)
# fmt: on
