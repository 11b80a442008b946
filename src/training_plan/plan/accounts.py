"""What an account of decisions and a plan must agree on."""

from __future__ import annotations

from training_plan.models import DecisionAccount, MasterPlan
from training_plan.plan.job_rules import covered_symbols


def account_fits(account: DecisionAccount, plan: MasterPlan) -> bool:
    """Return whether an account adds up and says of the plan what the plan says itself."""
    trainable = plan.summary.total_cs_jobs + plan.summary.total_symbol_jobs
    covered = sum(len(covered_symbols(job)) for job in plan.jobs)
    return (
        account.jobs == trainable
        and account.covered == covered
        and account.blocked_jobs == plan.summary.total_blocked
        and account.blocked_jobs in {0, account.blocked}
        and account.decisions == account.jobs + account.covered + account.blocked
        and account.decisions == account.pooled_decisions + account.symbol_decisions
    )
