"""A machine that loses power at any moment, whatever of what was not flushed is then lost, torn or reordered."""

from __future__ import annotations

import contextlib
import itertools
import shutil

import pytest

from publishing.plans import Tree, clean_tree, publish_plan, put_tree, workplace
from publishing.scenarios import SCENARIOS
from publishing.unflushed_disk import UnflushedDisk, by_chance, everything, nothing_unflushed
from publishing.verdicts import Judge, with_foreign
from publishing.watched_disk import KilledError, killed_at, watched_disk
from support.counting import RecordProperty, tell_counts
from unit.sample_plans import tree

SHARES = (0.2, 0.8)


@pytest.mark.parametrize("name", SCENARIOS)
def test_power_loss_at_any_moment_leaves_a_whole_master_and_the_next_run_mends_all(
    name: str, record_property: RecordProperty
) -> None:
    scenario = SCENARIOS[name]
    with workplace() as place:
        folder = place / "plan"
        scenario.start(folder)
        disk = UnflushedDisk(place)
        states: list[Tree] = []
        moments = itertools.count()

        def lose_power() -> None:
            moment = next(moments)
            choices = (nothing_unflushed, everything, *(by_chance((moment, share), share) for share in SHARES))
            states.extend(disk.after_power_loss(folder, choose) for choose in choices)

        with watched_disk(disk.watcher(lose_power)):
            scenario.act(folder)

        end = with_foreign(clean_tree(scenario.new))
        assert tree(folder) == disk.after_power_loss(folder, everything) == end
        assert disk.after_power_loss(folder, nothing_unflushed) == end
        judge = Judge(place / "workshop", scenario.former, scenario.new)
        for state in states:
            put_tree(state, folder)
            judge.judge(folder)
        assert judge.judged > 3
        counts = {"moments": next(moments), "disks": len(states), "different folders": judge.judged}
        tell_counts(record_property, "losses of power during a publication, at every change", counts)


def test_what_a_dead_run_did_not_flush_is_durable_after_the_next_run() -> None:
    with workplace() as place:
        folder = place / "plan"
        put_tree(with_foreign(clean_tree("old")), folder)
        start = tree(folder)
        for renames in itertools.count():
            put_tree(start, folder)
            disk = UnflushedDisk(place)
            ends = contextlib.suppress(KilledError)
            with watched_disk(disk.watcher(_nothing, killed_at("replace", renames))), ends:
                publish_plan("new", folder, sync=True)
                break
            with watched_disk(disk.watcher(_nothing)):
                publish_plan("new", folder, sync=True)

            assert disk.after_power_loss(folder, nothing_unflushed) == with_foreign(clean_tree("new"))
        assert renames > 10


def test_new_folders_above_the_plan_are_durable_too() -> None:
    with workplace() as place:
        folder = place / "metrics/of/plan"
        for made in range(5):
            disk = UnflushedDisk(place)
            with watched_disk(disk.watcher(_nothing, killed_at("mkdir", made))), contextlib.suppress(KilledError):
                publish_plan("new", folder, sync=True)
            with watched_disk(disk.watcher(_nothing)):
                publish_plan("new", folder, sync=True)

            assert disk.after_power_loss(folder, nothing_unflushed) == clean_tree("new")
            shutil.rmtree(place / "metrics")


def test_what_a_build_without_flushing_wrote_is_durable_after_one_with() -> None:
    with workplace() as place:
        folder = place / "plan"
        disk = UnflushedDisk(place)
        with watched_disk(disk.watcher(_nothing)):
            publish_plan("new", folder, sync=False)
            assert publish_plan("new", folder, sync=True).written == []

        assert disk.after_power_loss(folder, nothing_unflushed) == clean_tree("new")


def test_the_model_loses_what_was_not_flushed() -> None:
    with workplace() as place:
        folder = place / "plan"
        disk = UnflushedDisk(place)
        with watched_disk(disk.watcher(_nothing)):
            publish_plan("new", folder, sync=False)

        assert tree(folder) == disk.after_power_loss(folder, everything) == clean_tree("new")
        assert disk.after_power_loss(folder, nothing_unflushed) == {}


def _nothing() -> None:
    """Do nothing after a change."""
