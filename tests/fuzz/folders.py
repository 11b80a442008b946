"""Plan folders in which one file is a mutant, given to check, to views and to the next build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzz.byte_mutations import damaged
from fuzz.campaign import ACCEPTED
from fuzz.documents import json_mutant
from fuzz.entry_points import attempt, outcome_of
from fuzz.seeds import MANIFEST as MANIFEST_KIND
from fuzz.seeds import PLAN, VIEW
from training_plan.checking.folder_check import check_folder
from training_plan.errors import TrainingPlanError
from training_plan.findings import Code
from training_plan.plan.encoding import encode_plan
from training_plan.plan.layout import MANIFEST, MASTER, MIRROR, STAGING, YAML_MIRROR
from training_plan.publishing.publication import publish, publish_views
from unit.sample_plans import built, tree

_FOREIGN = "notes.txt"
_JOURNAL = f"{STAGING}/journal.json"


@dataclass(frozen=True)
class Change:
    """A file of a plan folder and the bytes that are put there."""

    path: str
    data: bytes


class PlanFolder:
    """A sound plan folder, with a file in it that is not ours."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._publish()
        (folder / _FOREIGN).write_text("mine", encoding="utf-8")
        self._sound = tree(folder)
        self._files = {path: data for path, data in self._sound.items() if data is not None and path != _FOREIGN}

    def any_change(self, rng: Random) -> Change:
        """Draw a mutant of a file of the folder: of its own bytes, or of a document of the kind that belongs there."""
        path = rng.choice((*self._files, MASTER, MANIFEST, MANIFEST, YAML_MIRROR, _JOURNAL))
        others = {MASTER: PLAN, MIRROR: PLAN, MANIFEST: MANIFEST_KIND}
        if rng.random() < 0.3:
            return Change(path, json_mutant(others.get(path, VIEW), rng))
        return Change(path, damaged(self._files.get(path, b'["manifest.json"]'), rng, list(self._files.values())))

    def judge(self, change: Change) -> str:
        """Put a mutant into the folder; return what check says, after it was mended by views and by a build."""
        target = self._folder / change.path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(change.data)
        before = tree(self._folder)
        said = attempt(lambda: check_folder(self._folder))
        assert tree(self._folder) == before
        mended = attempt(lambda: publish_views(self._folder, sync=False))
        if isinstance(said, TrainingPlanError):
            assert change.path == MASTER
            assert isinstance(mended, TrainingPlanError)
            assert tree(self._folder) == before
            outcome = outcome_of(said)
        else:
            assert not isinstance(mended, TrainingPlanError)
            self._assert_mended(change)
            outcome = next((finding.code for finding in said if finding.file.endswith(change.path)), ACCEPTED)
            assert outcome != ACCEPTED or self._is_sound(change)
        self._publish()
        assert tree(self._folder) == self._sound
        return outcome

    def _publish(self) -> None:
        plan = built()
        publish(encode_plan(plan.plan), plan.account, self._folder, sync=False)

    def _assert_mended(self, change: Change) -> None:
        (only,) = check_folder(self._folder)
        assert (only.code, only.file) == (Code.EXTRA_FILE, str(self._folder / _FOREIGN))
        assert change.path == MASTER or self._files[MASTER] == (self._folder / MASTER).read_bytes()

    def _is_sound(self, change: Change) -> bool:
        """Return whether a change is one that check need not see."""
        is_same = self._files.get(change.path) == change.data
        return is_same or change.path in {MASTER, YAML_MIRROR, _JOURNAL}
