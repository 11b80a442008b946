"""The whole page: one HTML file that asks the network for nothing, and whose every script is named by its hash.

The page is a function of the plan, the old plan and this package alone; the same ones give the same bytes wherever
zlib compresses alike.
"""

from __future__ import annotations

import hashlib
import html as html_text
from base64 import b64encode
from dataclasses import dataclass
from string import Template

import msgspec

from training_plan.comparing.plan_diff import PlanDiff
from training_plan.models import DecisionAccount, MasterPlan, Route
from training_plan.reporting.about import about
from training_plan.reporting.changes import changes_section, words_of_changes
from training_plan.reporting.html_elements import html
from training_plan.reporting.job_columns import HeldJobs, hold
from training_plan.reporting.overview import masthead, overview
from training_plan.reporting.page_script import asset, page_script
from training_plan.reporting.plan_facts import facts_of
from training_plan.views.markdown import visible

GENERATOR = "training-plan report"
"""How a page says what made it."""

_UNSAFE_IN_SCRIPT = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what it holds.

    Attributes:
        data: the file, in UTF-8.
        held: the jobs in it.
    """

    data: bytes
    held: HeldJobs


def render(plan: MasterPlan, account: DecisionAccount | None = None, diff: PlanDiff | None = None) -> Page:
    """Return the page of a plan.

    Args:
        plan: the plan.
        account: what its manifest says of the router's decisions, if that is known.
        diff: how it differs from another plan; the page then tells what changed.
    """
    facts = facts_of(plan, account)
    held = hold(plan.jobs, {} if diff is None else words_of_changes(diff))
    script, style = page_script(), asset("page.css")
    page = Template(asset("page.html")).substitute(
        policy=_policy(script, style),
        generator=GENERATOR,
        title=html_text.escape(f"Training plan {visible(plan.metadata.run_id)}"),
        style=style,
        overview=html(masthead(plan), overview(plan, facts)),
        changes="" if diff is None else html(changes_section(diff)),
        about=html(about(plan, held)),
        data=_json_for_script(held),
        script=script,
    )
    return Page(page.encode(), held)


def _policy(script: str, style: str) -> str:
    """Return the Content-Security-Policy: nothing may be loaded or sent, and only the page's own text may run."""
    own = f"script-src {_hash(script)}; style-src {_hash(style)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json_for_script(held: HeldJobs) -> str:
    """Return the jobs as JSON that no HTML parser takes for markup, whatever is in it."""
    document = {"jobs": held.jobs, "routes": list(Route), "left_out": held.left_out, "columns": held.columns}
    return msgspec.json.encode(document).decode().translate(_UNSAFE_IN_SCRIPT)
