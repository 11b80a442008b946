"""Plans that the tests of the report show."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from training_plan.models import DecisionAccount
from training_plan.training_plan_consumer import load_master_training_plan

GOLDEN: Final = Path(__file__).parents[1] / "golden"

REAL: Final = load_master_training_plan(GOLDEN / "complete")
"""The bundled real routing plan, built with scores and with blocked jobs: 69 jobs."""

REAL_PLAIN: Final = load_master_training_plan(GOLDEN / "plain")
"""The same without scores and without blocked jobs."""

REAL_ACCOUNT: Final = DecisionAccount(
    decisions=99,
    pooled_decisions=10,
    symbol_decisions=89,
    jobs=43,
    covered=30,
    blocked=26,
    blocked_jobs=26,
    candidates=None,
)
