"""A plan folder: never torn, nothing of a former plan left, nothing of anybody else touched."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from training_plan.errors import LockHeldError, PublicationError
from training_plan.plan.encoding import encode_plan
from training_plan.publishing.publication import publish, publish_views
from unit.sample_plans import Document, built, decision, publish_targets, target, tree

MASTER = "master_training_plan.json"
MANIFEST = "manifest.json"

OLD: Document = {
    "ret_1d": target({"AAPL": decision("ROUTE_BOTH"), "IBM": decision("ROUTE_CROSS_SECTIONAL")}),
    "vol_5d": target({"BF/B": decision("ROUTE_SYMBOL_SPECIFIC"), "AAPL": decision("ROUTE_SYMBOL_SPECIFIC")}),
}
NEW: Document = {
    "ret_1d": target({"AAPL": decision("ROUTE_BOTH"), "XOM": decision("ROUTE_BOTH")}),
    "gap_2d": target({"XOM": decision("ROUTE_EXPERIMENTAL_ONLY")}),
}
POOLED_ONLY: Document = {"ret_1d": target({"IBM": decision("ROUTE_CROSS_SECTIONAL")})}
THIRD: Document = {"other": target({"NO": decision("ROUTE_SYMBOL_SPECIFIC", local_state="EXPERIMENTAL")})}


class KilledError(BaseException):
    """The process was killed: nothing of it runs after this."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the old plan."""
    publish_targets(OLD, tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture
def clean(tmp_path: Path) -> Callable[[Document], dict[str, bytes | None]]:
    """Return the tree that a plan gives in a new folder."""
    numbers = itertools.count()

    def build_cleanly(targets: Document) -> dict[str, bytes | None]:
        fresh = tmp_path / f"clean{next(numbers)}"
        publish_targets(targets, fresh)
        return tree(fresh)

    return build_cleanly


Clean = Callable[[Document], dict[str, bytes | None]]


def test_the_tree_is_that_of_the_contract(folder: Path) -> None:
    assert list(tree(folder)) == [
        "MASTER_TRAINING_PLAN_SUMMARY.md",
        "by_route",
        "by_route/ROUTE_BLOCKED.json",
        "by_route/ROUTE_BOTH.json",
        "by_route/ROUTE_CROSS_SECTIONAL.json",
        "by_route/ROUTE_EXPERIMENTAL_ONLY.json",
        "by_route/ROUTE_SYMBOL_SPECIFIC.json",
        "by_symbol",
        "by_symbol/AAPL.json",
        "by_symbol/BF%2FB.json",
        "by_target",
        "by_target/ret_1d.json",
        "by_target/vol_5d.json",
        "by_type",
        "by_type/cross_sectional.json",
        "by_type/symbol_specific.json",
        "manifest.json",
        "master_training_plan.json",
        "training_plan.json",
        "training_plan.md",
        "training_plan.yaml",
    ]


def test_an_unchanged_file_is_not_written_again(folder: Path, clean: Clean) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.is_file()}
    for path in before:
        os.utime(path, ns=(1, 1))

    again = publish_targets(OLD, folder)
    assert (again.written, again.unchanged, again.removed, again.foreign) == ([], len(before), [], [])
    assert {path.stat().st_mtime_ns for path in before} == {1}

    report = publish_targets(NEW, folder)
    untouched = {
        path.relative_to(folder).as_posix() for path in before if path.exists() and path.stat().st_mtime_ns == 1
    }
    assert untouched == {"by_route/ROUTE_BLOCKED.json"}
    assert untouched.isdisjoint(report.written)
    assert report.unchanged == len(untouched)
    assert tree(folder) == clean(NEW)


def test_the_master_is_written_after_the_views_and_before_the_manifest(folder: Path) -> None:
    written = publish_targets(NEW, folder).written

    assert written[-2:] == [MASTER, MANIFEST]


def test_files_of_the_former_plan_go(folder: Path, clean: Clean) -> None:
    report = publish_targets(NEW, folder)

    assert report.removed == ["by_symbol/BF%2FB.json", "by_target/vol_5d.json"]
    assert tree(folder) == clean(NEW)


def test_a_view_folder_that_is_emptied_goes(folder: Path, clean: Clean) -> None:
    publish_targets(POOLED_ONLY, folder)

    assert not (folder / "by_symbol").exists()
    assert tree(folder) == clean(POOLED_ONLY)


def test_a_view_folder_that_still_holds_something_stays(folder: Path) -> None:
    (folder / "by_symbol/notes.txt").write_text("mine", encoding="utf-8")

    report = publish_targets(POOLED_ONLY, folder)

    assert report.foreign == ["by_symbol/notes.txt"]
    assert [path.name for path in (folder / "by_symbol").iterdir()] == ["notes.txt"]


def test_what_is_not_ours_is_kept_and_reported(folder: Path) -> None:
    foreign = ["README.txt", "by_symbol/AAPL.json.bak", "by_symbol/OTHER.json", "by_target/sub", "sub", "by_type/.x"]
    for name in foreign:
        if name.endswith("sub"):
            (folder / name / "inner").mkdir(parents=True)
        else:
            (folder / name).write_text("mine", encoding="utf-8")
    (folder / "by_route/link").symlink_to(folder.parent)

    reports = [publish_targets(targets, folder) for targets in (NEW, POOLED_ONLY, OLD)]
    reports.append(publish_views(folder, sync=False))

    for report in reports:
        assert report.foreign == sorted([*foreign, "by_route/link"])
        assert not set(report.removed) & set(foreign)
    for name in foreign:
        assert (folder / name).is_dir() or (folder / name).read_text(encoding="utf-8") == "mine"


def test_without_a_manifest_nothing_is_taken_for_ours(folder: Path) -> None:
    (folder / MANIFEST).unlink()

    report = publish_targets(NEW, folder)

    assert report.removed == []
    assert report.foreign == ["by_symbol/BF%2FB.json", "by_target/vol_5d.json"]


@pytest.mark.parametrize("name", ["by_symbol", "by_target", "by_type", "by_route", ".publishing"])
def test_a_linked_folder_is_refused(name: str, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "AAPL.json").write_text("theirs", encoding="utf-8")
    if (folder / name).exists():
        shutil.rmtree(folder / name)
    (folder / name).symlink_to(elsewhere)
    before = tree(tmp_path)

    with pytest.raises(PublicationError, match="symbolic link") as refused:
        publish_targets(NEW, folder)

    assert refused.value.path == folder / name
    assert refused.value.hint == "remove the link and run again"
    assert tree(tmp_path) == before


def test_a_linked_file_is_replaced_and_what_it_points_to_is_kept(folder: Path, tmp_path: Path, clean: Clean) -> None:
    for name in (MASTER, "by_symbol/AAPL.json", "by_symbol/BF%2FB.json"):
        outside = tmp_path / Path(name).name
        outside.write_bytes((folder / name).read_bytes())
        (folder / name).unlink()
        (folder / name).symlink_to(outside)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.json")}

    publish_targets(NEW, folder)

    assert tree(folder) == clean(NEW)
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    assert {path: path.read_bytes() for path in tmp_path.glob("*.json")} == before


def test_the_plan_folder_itself_may_be_a_link(folder: Path, tmp_path: Path, clean: Clean) -> None:
    (tmp_path / "link").symlink_to(folder)

    publish_targets(NEW, tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert tree(folder) == clean(NEW)


HOSTILE = [
    "../victim.json",
    "by_symbol/../../victim.json",
    "by_symbol/../victim.json",
    "by_symbol/sub/victim.json",
    "by_symbol/victim.txt",
    "victim.json",
    "./training_plan.json/../../victim.json",
    "by_symbol\\..\\..\\victim.json",
    "by_symbol/\0victim.json",
    "",
    ".",
    "..",
    "by_symbol",
    "by_symbol/",
    "by_symbol/..",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hostile_manifest_deletes_nothing(path: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "victim.json").write_text("theirs", encoding="utf-8")
    (folder / "victim.json").write_text("theirs", encoding="utf-8")
    (folder / "by_symbol/sub").mkdir()
    (folder / "by_symbol/sub/victim.json").write_text("theirs", encoding="utf-8")
    (folder / "by_symbol/victim.txt").write_text("theirs", encoding="utf-8")
    add_to_manifest(folder, path)

    report = publish_targets(OLD, folder)

    assert report.removed == []
    victims = [tmp_path / "victim.json", folder / "victim.json", folder / "by_symbol/sub/victim.json"]
    for victim in [*victims, folder / "by_symbol/victim.txt"]:
        assert victim.read_text(encoding="utf-8") == "theirs"


@pytest.mark.parametrize("name", ["/training_plan.json", "/manifest.json", "/master_training_plan.json"])
@pytest.mark.parametrize("source", ["manifest", "journal"])
def test_an_absolute_path_is_never_deleted(
    name: str, source: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if source == "manifest":
        add_to_manifest(folder, name)
    else:
        (folder / ".publishing").mkdir()
        (folder / ".publishing/journal.json").write_text(json.dumps([name]), encoding="utf-8")
    deleted: list[Path] = []
    really_unlink = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        deleted.append(self)
        if self.is_relative_to(folder):
            really_unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    report = publish_targets(OLD, folder)

    assert report.removed == []
    assert [path for path in deleted if not path.is_relative_to(folder)] == []


def add_to_manifest(folder: Path, path: str) -> None:
    """Make the manifest claim one more file."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["files"].append({**manifest["files"][0], "path": path})
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def test_a_hostile_manifest_that_names_a_folder_does_no_harm(folder: Path, clean: Clean) -> None:
    (folder / "by_symbol/sub.json").mkdir()
    (folder / "by_symbol/sub.json/inner.txt").write_text("theirs", encoding="utf-8")
    add_to_manifest(folder, "by_symbol/sub.json")

    report = publish_targets(NEW, folder)

    assert report.foreign == ["by_symbol/sub.json"]
    assert (folder / "by_symbol/sub.json/inner.txt").read_text(encoding="utf-8") == "theirs"
    shutil.rmtree(folder / "by_symbol/sub.json")
    assert tree(folder) == clean(NEW)


def test_left_overs_of_a_dead_run_go(folder: Path, clean: Clean) -> None:
    staging = folder / ".publishing"
    staging.mkdir()
    for name in ("0", "17", "holder.json", "journal.json.new"):
        (staging / name).write_text("half a fi", encoding="utf-8")

    report = publish_targets(NEW, folder)

    assert not staging.exists()
    assert report.foreign == []
    assert tree(folder) == clean(NEW)


@pytest.mark.parametrize("journal", ["", "[", "{}", "7", '["by_symbol/GONE.json"', '[1, null, "../x"]', "[" * 100_000])
def test_a_torn_journal_stops_nobody(journal: str, folder: Path, clean: Clean) -> None:
    (folder / ".publishing").mkdir()
    (folder / ".publishing/journal.json").write_text(journal, encoding="utf-8")

    publish_targets(NEW, folder)

    assert tree(folder) == clean(NEW)


@pytest.mark.parametrize("manifest", ["", "[", "{}", "7", "null", '{"files": 1}', "[" * 100_000, "\ud800"])
def test_a_torn_manifest_stops_nobody(manifest: str, folder: Path) -> None:
    (folder / MANIFEST).write_bytes(manifest.encode("utf-8", "surrogatepass"))

    publish_targets(OLD, folder)

    assert json.loads((folder / MANIFEST).read_bytes())["account"]["decisions"] == 6


# Crashes


@contextmanager
def failing_at(step: int, error: BaseException, methods: list[tuple[Any, str]]) -> Iterator[list[int]]:
    """Let the call of that number, over all methods, fail; a killed process does nothing after it either."""
    calls = [0]
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in methods:
            patch.setattr(owner, name, _counted(getattr(owner, name), calls, step, error))
        yield calls


def _counted(really: Callable[..., Any], calls: list[int], step: int, error: BaseException) -> Callable[..., Any]:
    is_open = really.__name__ == "open"

    def method(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as the method
        mode = str(options.get("mode", "".join(str(part) for part in arguments[1:2])))
        if not is_open or "w" in mode:
            calls[0] += 1
            if calls[0] - 1 == step or (calls[0] > step and isinstance(error, KilledError)):
                raise error
        return really(*arguments, **options)

    return method


RENAMES = [(Path, "replace")]
EVERY_CHANGE = [
    *RENAMES,
    (Path, "open"),
    (Path, "unlink"),
    (Path, "rmdir"),
    (Path, "mkdir"),
    (shutil, "rmtree"),
]

CRASHES = {
    "an error at a rename": (lambda: OSError(5, "Input/output error"), RENAMES),
    "an error at any change": (lambda: OSError(5, "Input/output error"), EVERY_CHANGE),
    "killed at a rename": (KilledError, RENAMES),
    "killed at any change": (KilledError, EVERY_CHANGE),
    "interrupted at any change": (KeyboardInterrupt, EVERY_CHANGE),
}


@pytest.mark.parametrize(("make_error", "methods"), CRASHES.values(), ids=CRASHES.keys())
@pytest.mark.parametrize("new", [NEW, POOLED_ONLY], ids=["other views", "fewer views"])
def test_a_crash_leaves_the_old_or_the_new_master_and_the_next_run_mends_all(
    make_error: Callable[[], BaseException], methods: list[tuple[Any, str]], new: Document, folder: Path, clean: Clean
) -> None:
    wanted = {"old": clean(OLD), "new": clean(new), "third": clean(THIRD)}
    masters = {wanted["old"][MASTER], wanted["new"][MASTER]}
    steps = 0
    for step in itertools.count():
        crashed = folder.with_name(f"crashed{step}")
        shutil.copytree(folder, crashed)
        (crashed / "notes.txt").write_text("mine", encoding="utf-8")
        ends = contextlib.suppress(PublicationError, KilledError, KeyboardInterrupt)
        with failing_at(step, make_error(), methods) as calls, ends:
            publish_targets(new, crashed)
        if calls[0] <= step:
            break
        steps += 1
        assert (crashed / MASTER).read_bytes() in masters
        assert (crashed / "notes.txt").read_text(encoding="utf-8") == "mine"
        for name, targets in (("new", new), ("old", OLD), ("third", THIRD)):
            again = folder.with_name("again")
            shutil.copytree(crashed, again)
            report = publish_targets(targets, again)
            assert report.foreign == ["notes.txt"]
            (again / "notes.txt").unlink()
            assert tree(again) == wanted[name]
            shutil.rmtree(again)

    assert steps > 5
    (crashed / "notes.txt").unlink()
    assert tree(crashed) == wanted["new"]


@pytest.mark.parametrize(("make_error", "methods"), CRASHES.values(), ids=CRASHES.keys())
def test_views_mends_the_derived_files_after_a_crash(
    make_error: Callable[[], BaseException], methods: list[tuple[Any, str]], folder: Path, clean: Clean
) -> None:
    wanted = {tree_[MASTER]: {**tree_, MANIFEST: None} for tree_ in (clean(OLD), clean(NEW))}
    for step in itertools.count():
        crashed = folder.with_name(f"crashed{step}")
        shutil.copytree(folder, crashed)
        ends = contextlib.suppress(PublicationError, KilledError, KeyboardInterrupt)
        with failing_at(step, make_error(), methods) as calls, ends:
            publish_targets(NEW, crashed)
        if calls[0] <= step:
            break
        publish_views(crashed, sync=False)
        assert {**tree(crashed), MANIFEST: None} == wanted[(crashed / MASTER).read_bytes()]


def test_two_crashes_in_a_row_are_mended_too(folder: Path, clean: Clean) -> None:
    wanted = clean(THIRD)
    for first, second in itertools.product(range(1, 14, 3), range(1, 8, 3)):
        crashed = folder.with_name(f"crashed{first}-{second}")
        shutil.copytree(folder, crashed)
        for step, targets in ((first, NEW), (second, POOLED_ONLY)):
            with failing_at(step, KilledError(), RENAMES), pytest.raises(KilledError):
                publish_targets(targets, crashed)

        report = publish_targets(THIRD, crashed)

        assert report.foreign == []
        assert tree(crashed) == wanted


def test_an_error_says_what_state_the_folder_is_in(folder: Path) -> None:
    messages: list[str] = []
    for step in itertools.count():
        copy = folder.with_name(f"copy{step}")
        shutil.copytree(folder, copy)
        with failing_at(step, OSError(5, "Input/output error"), RENAMES) as calls:
            messages.append(message_of_publishing(NEW, copy))
        if calls[0] <= step:
            break
        is_new = (copy / MASTER).read_bytes() != (folder / MASTER).read_bytes()
        assert ("the new master is in place" in messages[-1]) == is_new
        assert ("nothing was changed" in messages[-1]) == (tree(copy) == tree(folder))

    assert "nothing was changed" in messages[0]
    assert "the new master is in place" in messages[-2]
    assert messages[-1] == ""


def message_of_publishing(targets: Document, folder: Path) -> str:
    """Publish and return the message of the error; nothing if there is none."""
    try:
        publish_targets(targets, folder)
    except PublicationError as error:
        return error.message
    return ""


KILLED_AT_RENAME = """
import os
import sys
from pathlib import Path
from unit.sample_plans import publish_targets
from unit.test_publishing import NEW
left = int(sys.argv[2])
really = Path.replace

def replace(self, target):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
    return really(self, target)

Path.replace = replace
publish_targets(NEW, Path(sys.argv[1]))
"""


def test_a_real_kill_leaves_a_whole_master(folder: Path, clean: Clean) -> None:
    wanted = {clean(OLD)[MASTER], clean(NEW)[MASTER]}
    tests = str(Path(__file__).parents[1])
    for renames in (0, 1, 9):
        copy = folder.with_name(f"killed{renames}")
        shutil.copytree(folder, copy)
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AT_RENAME, str(copy), str(renames)],
            check=False,
            env={**os.environ, "PYTHONPATH": tests},
        )
        assert done.returncode == -signal.SIGKILL
        assert (copy / ".publishing").is_dir()
        assert (copy / MASTER).read_bytes() in wanted

        publish_targets(NEW, copy)

        assert tree(copy) == clean(NEW)


def test_a_manifest_that_cannot_be_read_stops_the_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(folder)
    really = Path.read_bytes

    def read_bytes(self: Path) -> bytes:
        if self.name == MANIFEST:
            raise OSError(5, "Input/output error", str(self))
        return really(self)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read_bytes)
        with pytest.raises(PublicationError, match="nothing was changed") as refused:
            publish_targets(NEW, folder)

    assert refused.value.path == folder / MANIFEST
    assert tree(folder) == before


# The lock

HOLDER = """
import sys
from pathlib import Path
from training_plan.publishing.lock import announce_holder, lock
folder = Path(sys.argv[1])
staging = folder / ".publishing"
with lock(folder, staging, 0):
    staging.mkdir()
    announce_holder(staging)
    print("holding", flush=True)
    sys.stdin.read()
"""


WAITER = """
import sys
from pathlib import Path
from unit.sample_plans import publish_targets
from unit.test_publishing import NEW
print("ready", flush=True)
publish_targets(NEW, Path(sys.argv[1]), lock_timeout=60)
"""


@contextmanager
def another_holder(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Hold the lock of a folder in another process."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"holding\n"
        try:
            yield holder
        finally:
            holder.kill()


def test_the_holder_of_the_lock_is_named(folder: Path) -> None:
    with another_holder(folder) as holder:
        before = tree(folder)
        with pytest.raises(LockHeldError) as refused:
            publish_targets(NEW, folder, lock_timeout=0.1)
        with pytest.raises(LockHeldError):
            publish_views(folder, lock_timeout=0)

        assert f"process {holder.pid} on {os.uname().nodename}" in refused.value.message
        assert "waited 0.1 s" in refused.value.message
        assert refused.value.path == folder
        assert tree(folder) == before


def test_a_dead_holder_blocks_nobody(folder: Path, clean: Clean) -> None:
    with another_holder(folder) as holder:
        holder.kill()
        holder.wait()
        assert (folder / ".publishing/holder.json").exists()

        publish_targets(NEW, folder, lock_timeout=0)

    assert tree(folder) == clean(NEW)


def test_the_second_writer_waits_for_the_first(folder: Path, clean: Clean) -> None:
    with another_holder(folder) as holder:
        waiting = subprocess.Popen(
            [sys.executable, "-c", WAITER, str(folder)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        with waiting:
            assert waiting.stdout is not None
            assert waiting.stdout.readline() == b"ready\n"
            assert holder.stdin is not None
            holder.stdin.close()
            assert waiting.wait(timeout=60) == 0

    assert tree(folder) == clean(NEW)


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", "not JSON"])
def test_a_holder_that_says_nothing_readable_is_another_process(text: str, folder: Path) -> None:
    with another_holder(folder):
        (folder / ".publishing/holder.json").write_text(text, encoding="utf-8")
        with pytest.raises(LockHeldError, match="another process writes this folder"):
            publish_targets(NEW, folder, lock_timeout=0)


def test_the_lock_is_given_back_after_an_error(folder: Path, clean: Clean) -> None:
    with failing_at(3, OSError(5, "Input/output error"), RENAMES), pytest.raises(PublicationError):
        publish_targets(NEW, folder)

    publish_targets(NEW, folder, lock_timeout=0)

    assert tree(folder) == clean(NEW)


# Odds and ends


def test_progress_tells_each_file(tmp_path: Path) -> None:
    told: list[tuple[int, str]] = []
    plan = built(OLD)

    report = publish(
        encode_plan(plan.plan),
        plan.account,
        tmp_path,
        sync=False,
        progress=lambda done, path: told.append((done, path)),
    )

    assert [done for done, _ in told] == list(range(len(told)))
    assert sorted([path for _, path in told] + [MANIFEST]) == sorted(report.written)


def test_flushing_to_the_disk_changes_no_byte(tmp_path: Path, clean: Clean) -> None:
    plan = built(OLD)
    publish(encode_plan(plan.plan), plan.account, tmp_path / "deep/er/plan", sync=True)

    assert tree(tmp_path / "deep/er/plan") == clean(OLD)


def test_the_manifest_is_true(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    files = {path: data for path, data in tree(folder).items() if data is not None}

    assert [entry["path"] for entry in manifest["files"]] == sorted(set(files) - {MANIFEST})
    assert manifest["plan_sha256"] == hashlib.sha256(files[MASTER]).hexdigest()
    account = manifest["account"]
    assert account["jobs"] + account["covered"] + account["blocked"] == account["decisions"] == 6
    for entry in manifest["files"]:
        data = files[entry["path"]]
        assert (entry["size"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_views_are_lines_of_the_master(folder: Path) -> None:
    def job_lines(data: bytes) -> list[bytes]:
        return [line.rstrip(b",") for line in data.splitlines() if line.startswith(b"{") and line != b"{"]

    files = {path: data for path, data in tree(folder).items() if data is not None}
    lines = job_lines(files[MASTER])
    assert len(lines) == len(json.loads(files[MASTER])["jobs"]) == 5
    for field in ("target", "symbol", "training_type", "route"):
        for path, data in files.items():
            if path.startswith(f"by_{field.removeprefix('training_')}/"):
                key = json.loads(data)[field]
                assert job_lines(data) == [line for line in lines if json.loads(line)[field] == key]


def test_names_that_would_lead_elsewhere_stay_inside(tmp_path: Path) -> None:
    names = [
        "../master_training_plan",
        "../../x",
        "/etc/x",
        "..",
        ".",
        "BF/B",
        "CON",
        "a\\b",
        "x" * 200,
        "ä" * 200,
        "A",
        "a",
    ]
    targets = {name: target({other: decision("ROUTE_BOTH") for other in names}) for name in names}

    report = publish_targets(targets, tmp_path / "outer/plan")

    assert [path.name for path in tmp_path.iterdir()] == ["outer"]
    assert [path.name for path in (tmp_path / "outer").iterdir()] == ["plan"]
    for view in ("by_symbol", "by_target"):
        files = list((tmp_path / "outer/plan" / view).iterdir())
        assert len(files) == len(names)
        assert all(path.is_file() for path in files)
    assert report.foreign == []
