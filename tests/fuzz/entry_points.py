"""Every way into the package for a document, and what must hold whatever the document is.

Each method hands one document to all the functions that read its kind and returns how it ended. Anything but the
errors of the package goes through; where two functions judge by the same rules they must agree, and what is accepted
must be of use to the end.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from fuzz.campaign import ACCEPTED
from fuzz.strict_json import is_document
from training_plan import training_plan_consumer as consumer
from training_plan.building.candidates import Candidate, load_candidates
from training_plan.building.job_ids import Pair
from training_plan.building.plan_building import build_plan
from training_plan.building.plan_config import PlanRules, load_plan_rules
from training_plan.building.routing_plan import load_routing_plan, parse_routing_plan
from training_plan.checking.document_kinds import DocumentKind
from training_plan.checking.validation import Verdict, validate
from training_plan.cli.finding_formats import rendered, sarif_log
from training_plan.contract.lines import Lines
from training_plan.errors import TrainingPlanError
from training_plan.findings import Finding
from training_plan.models import MasterPlan, RoutingPlan
from training_plan.plan.encoding import encode_plan
from training_plan.plan.layout import MASTER
from training_plan.plan.master_plan import read_master_plan
from training_plan.views.plan_folder import parse_manifest, plan_files
from unit.sample_plans import PROVENANCE, plan_text

Result = TypeVar("Result")

_LOOKED_AT = 4
"""Findings of a document that are shown in every way; more of them add nothing but time."""

_PARSING = "TP1"
"""What the codes of faults begin with that make a file no document at all."""


def attempt(call: Callable[[], Result]) -> Result | TrainingPlanError:
    """Return what a call gives, or the error of the package that it ends in."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", consumer.NewerPlanWarning)
            return call()
    except TrainingPlanError as error:
        refusal = error
    assert refusal.exit_code in {1, 3}
    assert refusal.message
    assert "Traceback" not in str(refusal)
    for finding in refusal.findings[:_LOOKED_AT]:
        assert_shown(finding, b"")
    return refusal


def outcome_of(ended: object) -> str:
    """Return ``accepted``, or a word for an error: the code of its first finding, else its type."""
    if not isinstance(ended, TrainingPlanError):
        return ACCEPTED
    return ended.findings[0].code if ended.findings else type(ended).__name__


def assert_shown(finding: Finding, data: bytes) -> None:
    """Assert that a finding can be told in every form, and that its place is one of the document."""
    lines = Lines(data, b"\n")
    for form in ("text", "github"):
        assert rendered(finding, form, lines).endswith("\n")
    assert "\n" not in str(finding)
    json.loads(sarif_log([finding], "1.0"))
    json.dumps(dataclasses.asdict(finding), allow_nan=False)
    assert finding.pointer == "" or finding.pointer.startswith("/")
    if data and finding.line is not None:
        # A character that only YAML takes for a line break adds to its lines.
        assert 1 <= finding.line <= len(data.decode("utf-8", "replace").splitlines()) + 1
        assert finding.column is None or finding.column >= 1


class EntryPoints:
    """The entry points, with a folder for the files that some of them read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._routing = parse_routing_plan(plan_text().encode(), "routing_plan.json")

    def plan(self, data: bytes) -> str:
        """Judge a master plan, as the builder's side and as the training phase do."""
        file = self._written(MASTER, data)
        verdict = self._verdict(data, file.name, DocumentKind.PLAN)
        strict = attempt(lambda: read_master_plan(file).plan)
        loaded = attempt(lambda: consumer.load_master_training_plan(file))
        assert isinstance(strict, TrainingPlanError) == bool(verdict.findings)
        if not isinstance(loaded, TrainingPlanError):
            _use(loaded)
        if not isinstance(strict, TrainingPlanError):
            assert loaded == strict
            for derived in plan_files(encode_plan(strict)):
                assert derived.data
        return outcome_of(strict)

    def routing_plan(self, data: bytes) -> str:
        """Judge a routing plan, and build it if it is accepted."""
        file = self._written("routing_plan.json", data)
        verdict = self._verdict(data, file.name, DocumentKind.ROUTING_PLAN)
        loaded = attempt(lambda: load_routing_plan(file))
        assert isinstance(loaded, TrainingPlanError) == bool(verdict.findings)
        if not isinstance(loaded, TrainingPlanError):
            self._build(loaded)
        return outcome_of(loaded)

    def config(self, data: bytes) -> str:
        """Judge a plan config, and build with it if it is accepted."""
        file = self._written("config.yaml", data)
        verdict = self._verdict(data, file.name, DocumentKind.CONFIG)
        rules = attempt(lambda: load_plan_rules(file))
        assert isinstance(rules, TrainingPlanError) == bool(verdict.findings)
        if not isinstance(rules, TrainingPlanError):
            self._build(self._routing, rules=rules)
        return outcome_of(rules)

    def view(self, data: bytes) -> str:
        """Judge a view."""
        return self._outcome_of_verdict(self._verdict(data, "view.json", DocumentKind.VIEW))

    def manifest(self, data: bytes) -> str:
        """Judge a manifest; what is valid is also read."""
        verdict = self._verdict(data, "manifest.json", DocumentKind.MANIFEST)
        parsed = parse_manifest(data)
        assert parsed is not None or verdict.findings
        return self._outcome_of_verdict(verdict)

    def yaml_document(self, data: bytes, kind: str) -> str:
        """Judge a YAML document of any kind."""
        return self._outcome_of_verdict(self._verdict(data, "document.yaml", DocumentKind(kind)))

    def candidates(self, data: bytes, suffix: str) -> str:
        """Judge a metrics snapshot, and build with it if it is accepted."""
        file = self._written(f"candidates{suffix}", data)
        loaded = attempt(lambda: load_candidates(file))
        if not isinstance(loaded, TrainingPlanError):
            assert_candidates(loaded)
            if suffix == ".csv" and b"\r" not in data.replace(b"\r\n", b""):
                assert list(loaded) == _pairs(data)
            self._build(self._routing, candidates=loaded)
        return outcome_of(loaded)

    def _written(self, name: str, data: bytes) -> Path:
        file = self._folder / name
        file.write_bytes(data)
        return file

    def _verdict(self, data: bytes, name: str, kind: DocumentKind) -> Verdict:
        """Return the verdict on a document as one of a kind; its kind must be told from it in peace, too."""
        validate(data, name)
        verdict = validate(data, name, kind)
        if not name.endswith(".yaml"):
            is_refused_unread = any(finding.code.startswith(_PARSING) for finding in verdict.findings)
            assert is_refused_unread != is_document(data)
        for finding in verdict.findings[:_LOOKED_AT]:
            assert finding.file == name
            assert_shown(finding, data)
        return verdict

    @staticmethod
    def _outcome_of_verdict(verdict: Verdict) -> str:
        return verdict.findings[0].code if verdict.findings else ACCEPTED

    @staticmethod
    def _build(
        routing: RoutingPlan, *, rules: PlanRules | None = None, candidates: dict[Pair, Candidate] | None = None
    ) -> None:
        built = build_plan(routing, PROVENANCE, rules=rules, candidates=candidates, include_blocked=True)
        master = encode_plan(built.plan).master
        assert validate(master, MASTER, DocumentKind.PLAN).findings == ()
        assert built.account.decisions == built.account.jobs + built.account.covered + built.account.blocked


def assert_candidates(candidates: dict[Pair, Candidate]) -> None:
    """Assert that a snapshot holds what the builder relies on."""
    for (target, symbol), candidate in candidates.items():
        assert target
        assert symbol is None or symbol
        assert candidate.score is None or isinstance(candidate.score, float)
        assert candidate.sample_size is None or 0 <= candidate.sample_size < 2**53
        numbers = (value for value in candidate.facts.values() if isinstance(value, float))
        assert all(math.isfinite(number) for number in numbers)


def _pairs(data: bytes) -> list[Pair]:
    """Return the pairs that a CSV file is about, as the standard library reads it."""
    header, *rows = filter(any, csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    target, symbol = header.index("target"), header.index("symbol")
    return [(row[target], row[symbol] or None) for row in rows]


def _use(plan: MasterPlan) -> None:
    """Ask a loaded plan everything that the training phase can ask."""
    for job in plan.jobs:
        assert job in consumer.get_jobs_for_target(plan, job.target)
        consumer.get_jobs_for_symbol(plan, job.symbol or "")
        consumer.get_pooled_jobs_covering(plan, job.symbol or "AAPL")
        consumer.model_families_for(plan, job.target, job.symbol)
    trainable = [*consumer.get_cs_jobs(plan), *consumer.get_symbol_jobs(plan)]
    assert len(trainable) + len(consumer.get_blocked_jobs(plan)) == len(plan.jobs)
    assert sum(map(len, consumer.iter_batches(plan, max_jobs=2, by="priority"))) == len(trainable)
    assert consumer.pending(plan, [job.job_id for job in plan.jobs]) == []
    assert set(consumer.symbols_by_target(plan)) <= set(consumer.targets(plan))
    assert consumer.to_polars(plan).height == len(plan.jobs)
    assert len(consumer.plan_digest(plan)) == 64
