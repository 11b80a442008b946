"""Whether a document keeps the contract: parse, then schema, then what no schema can state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import msgspec

from training_plan.checking.document_kinds import FIELD_OF_VIEW, DocumentKind, schema_of, unknown_kind
from training_plan.contract.explanations import job_findings, schema_findings, written_with_fraction
from training_plan.contract.json_parsing import MAX_DEPTH, parse_json
from training_plan.contract.positions import Locate, Path
from training_plan.contract.reading import locator
from training_plan.contract.schemas import SchemaName, is_valid_job
from training_plan.contract.yaml_parsing import parse_yaml
from training_plan.errors import InvalidDocumentError
from training_plan.findings import Code, Finding, json_pointer, shown
from training_plan.models import PlanSummary, RoutingPlan
from training_plan.plan.contradictions import contradiction, contradictions
from training_plan.plan.invariants import PlanTally
from training_plan.plan.line_documents import Block, LineDocument, cut_line_document


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about one file.

    Attributes:
        file: the file, as it was given.
        schema: the schema that it was held against; None if it could not be told.
        findings: everything that is wrong; empty if the file keeps the contract.
    """

    file: str
    schema: SchemaName | None
    findings: tuple[Finding, ...]


def validate(data: bytes, file: str, kind: DocumentKind | None = None, *, is_yaml: bool | None = None) -> Verdict:
    """Return the verdict on a document.

    Args:
        data: the bytes.
        file: what findings call the document.
        kind: what it is; told from the document if None.
        is_yaml: whether the bytes are YAML, not JSON; told from the extension of ``file`` if None.
    """
    try:
        if file.lower().endswith((".yaml", ".yml")) if is_yaml is None else is_yaml:
            yaml_document = parse_yaml(data, file)
            value = {} if yaml_document.value is None else yaml_document.value
            return _judge(value, file, kind, yaml_document.position)
        lines = cut_line_document(data, file)
        if lines is not None:
            schema = schema_of(lines.header, kind)
            if schema is SchemaName.MASTER_TRAINING_PLAN or schema in FIELD_OF_VIEW:
                findings = _judge_lines(lines, schema, file)
                if findings is not None:
                    return Verdict(file, schema, tuple(findings))
        document = parse_json(data, file)
    except InvalidDocumentError as error:
        return Verdict(file, None, error.findings)
    return _judge(document, file, kind, locator(data))


def _judge(document: Any, file: str, kind: DocumentKind | None, locate: Locate) -> Verdict:  # noqa: ANN401
    schema = schema_of(document, kind)
    if schema is None:
        return Verdict(file, None, (unknown_kind(document, kind, file),))
    findings = list(schema_findings(schema, document, file, locate))
    findings = findings or list(written_with_fraction(schema, document, file, locate))
    findings = findings or list(_broken_invariants(schema, document, file, locate))
    return Verdict(file, schema, tuple(findings))


def _broken_invariants(schema: SchemaName, document: Any, file: str, locate: Locate) -> Iterator[Finding]:  # noqa: ANN401
    if schema is SchemaName.ROUTING_PLAN:
        for pair in contradictions(msgspec.convert(document, RoutingPlan)):
            yield contradiction(file, pair, locate)
    judge = _JobJudge(schema, document)
    if not judge.has_jobs:
        return
    jobs = document["jobs"]
    yield from _foreign_findings(judge, jobs, 0, file, locate)
    yield from _findings_on_the_whole(judge, lambda index: jobs[index], file, locate)


def _foreign_findings(
    judge: _JobJudge, jobs: Sequence[Any], first: int, file: str, locate: Locate
) -> Iterator[Finding]:
    for index, job, field, message in judge.add(jobs):
        path = ("jobs", first + index, field)
        yield _invariant_finding(Code.FOREIGN_JOB, path, message, file, locate, job["job_id"])


def _findings_on_the_whole(
    judge: _JobJudge, job_at: Callable[[int], Any], file: str, locate: Locate
) -> Iterator[Finding]:
    for code, path, message in judge.rest():
        job_id = job_at(int(path[1]))["job_id"] if path[0] == "jobs" else None
        yield _invariant_finding(code, path, message, file, locate, job_id)


def _invariant_finding(  # noqa: PLR0913, PLR0917 - what a finding is made of
    code: Code, path: Path, message: str, file: str, locate: Locate, job_id: str | None
) -> Finding:
    line, column = locate(path)
    return Finding(
        code=code, message=message, file=file, line=line, column=column, pointer=json_pointer(path), job_id=job_id
    )


class _JobJudge:
    """Holds the jobs of a plan or a view, one after another, against what no schema states."""

    def __init__(self, schema: SchemaName, header: Any) -> None:  # noqa: ANN401
        self._header = header
        self._field = FIELD_OF_VIEW.get(schema)
        self._tally = PlanTally() if schema is SchemaName.MASTER_TRAINING_PLAN else None
        self.has_jobs = self._field is not None or self._tally is not None

    def add(self, jobs: Sequence[Any]) -> Iterator[tuple[int, Any, str, str]]:
        """Take the next jobs, which keep their schema.

        Yields position and job, the field and what is wrong with it, of each job that is in the wrong view.
        """
        if self._tally is not None:
            kinds = map(itemgetter("route", "training_type", "priority"), jobs)
            self._tally.add([job["job_id"] for job in jobs], kinds)
        elif self._field is not None:
            field, key = self._field, self._header[self._field]
            for index, job in enumerate(jobs):
                if job[field] != key:
                    yield index, job, field, f"{field} is {shown(job[field])} in the view of {shown(key)}"

    def rest(self) -> Iterator[tuple[Code, Path, str]]:
        """Yield what is wrong with all jobs together."""
        if self._tally is not None:
            stated = msgspec.convert(self._header["summary"], PlanSummary)
            yield from self._tally.violations(self._header["metadata"]["total_jobs"], stated)


def _judge_lines(document: LineDocument, schema: SchemaName, file: str) -> list[Finding] | None:
    """Judge a document whose jobs stand one on a line, some jobs at a time, in a fraction of the memory.

    Returns None if a line is no JSON value, or says a key twice: then the document must be looked at as a whole.
    """
    locate = _locator_in(document)
    broken = list(schema_findings(schema, document.header, file, locate))
    fractions = [] if broken else list(written_with_fraction(schema, document.header, file, locate))
    judge = None if broken or fractions else _JobJudge(schema, document.header)
    foreign: list[Finding] = []
    for block in document.blocks():
        jobs = block.plain_jobs()
        if jobs is None:
            jobs = _jobs_in(block)
            if jobs is None:
                return None
            for index, job in enumerate(jobs, start=block.first):
                if not is_valid_job(job):
                    broken += job_findings(job, index, file, locate)
                elif type(job["priority"]) is not int:
                    fractions += job_findings(job, index, file, locate)
        if judge is not None and not broken and not fractions:
            foreign += _foreign_findings(judge, jobs, block.first, file, locate)
    if broken or fractions or judge is None:
        # While a part is broken, what is said of the whole means nothing.
        return broken or fractions
    return [*foreign, *_findings_on_the_whole(judge, lambda index: _job_in(document.line(index)), file, locate)]


def _locator_in(document: LineDocument) -> Locate:
    """Return what finds places in a document; only the line of a job that is asked for is looked at."""
    locate_in_header = locator(document.header_text)

    def locate(path: Path) -> tuple[int | None, int | None]:
        if path[:1] != ("jobs",) or len(path) == 1:
            return locate_in_header(path)
        index = int(path[1])
        return document.first_line + index, locator(document.line(index))(path[2:])[1]

    return locate


def _jobs_in(block: Block) -> list[Any] | None:
    """Return what stands in the lines of a block; None if a line is no JSON value, or says a key twice."""
    try:
        return [_job_in(line) for line in block.lines()]
    except (ValueError, InvalidDocumentError):
        return None


def _job_in(line: bytes) -> Any:  # noqa: ANN401 - whatever stands in the line
    """Return the value in a line; raises if it is none, or if a key stands in it twice."""
    if line.count(b"{") + line.count(b"[") > MAX_DEPTH:
        return parse_json(line, "")
    try:
        job = msgspec.json.decode(line)
        # A line that encodes back to itself says no key twice; only another one needs the slow look.
        return job if msgspec.json.encode(job) == line else parse_json(line, "")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return parse_json(line, "")
