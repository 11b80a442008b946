"""Whatever a document holds, reading it ends in a verdict: only errors of the package, and all who read it agree."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from fuzz.campaign import run_campaign
from fuzz.campaigns import CAMPAIGNS, COMMANDS, FOLDERS, LEAST_DOCUMENTS, PARQUET_FILES, SHARDS
from fuzz.entry_points import EntryPoints
from fuzz.parquet_mutants import parquet_mutant
from fuzz.parquet_process import ENDED, PANICKED, ParquetProcess
from support.counting import RecordProperty, tell_counts
from training_plan.findings import Code

TRIED_OF_EACH_OUTCOME = 3


def test_fifty_thousand_documents_are_judged() -> None:
    documents = sum(campaign.documents for campaign in CAMPAIGNS.values())
    assert documents + PARQUET_FILES + FOLDERS + COMMANDS >= LEAST_DOCUMENTS


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_mutant_ends_in_a_verdict(name: str, shard: int, tmp_path: Path, record_property: RecordProperty) -> None:
    campaign = CAMPAIGNS[name]
    judge = partial(campaign.judge, EntryPoints(tmp_path))

    tally = run_campaign(name, campaign.numbers(shard), campaign.draw, judge)

    tell_counts(record_property, f"fuzz, {name}", tally.counts)
    assert tally.judged == campaign.documents // SHARDS
    assert 0 < tally.accepted < tally.judged
    assert len(tally.outcomes) >= campaign.reached


def test_a_parquet_mutant_ends_in_a_verdict_whatever_it_does_to_the_decoder(
    tmp_path: Path, record_property: RecordProperty
) -> None:
    examples: dict[str, list[bytes]] = {}

    with ParquetProcess() as process:

        def judge(data: bytes) -> str:
            outcome = process.judge(data)
            examples.setdefault(outcome, []).append(data)
            return outcome

        tally = run_campaign("snapshots in Parquet", range(PARQUET_FILES), parquet_mutant, judge)

    tell_counts(record_property, "fuzz, snapshots in Parquet", tally.counts)
    assert 0 < tally.accepted < tally.judged == PARQUET_FILES
    assert len(tally.outcomes) >= 4
    expected = {PANICKED: Code.BROKEN_TABLE, ENDED: Code.BROKEN_TABLE}
    for outcome, files in examples.items():
        for data in files[:TRIED_OF_EACH_OUTCOME]:
            assert EntryPoints(tmp_path).candidates(data, ".parquet") == expected.get(outcome, outcome)
