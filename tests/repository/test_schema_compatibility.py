"""The gate for changes of the contract, run over a checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from check_schema_compatibility import main
from repository.schema_edits import BASE, TEXT, Edit, edited, put


class Checkout:
    """A small checkout with one schema, and its release."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.schema = root / "schema" / "thing.schema.json"
        self.released = root / "schema" / "released" / "thing" / "1.0.schema.json"
        self.released.parent.mkdir(parents=True)
        self.write(self.released, BASE)
        self.write(self.schema, BASE)

    @staticmethod
    def write(path: Path, schema: object) -> None:
        path.write_text(json.dumps(schema), encoding="utf-8")

    def edit(self, *edits: Edit, identifier: str = "urn:test:thing:1.0") -> None:
        self.write(self.schema, edited(*edits, put("$id", identifier)))

    def check(self, against: str | Path | None = None) -> int:
        arguments = ["--root", str(self.root)]
        return main(arguments if against is None else [*arguments, "--against", str(against)])

    def git(self, *arguments: str) -> None:
        identity_options = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(self.root), *identity_options, *arguments], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


ADD = put("properties/new", TEXT)
NARROW = put("$defs/Kind/enum", ["x"])


@pytest.mark.parametrize(
    ("edit", "version", "code", "advice"),
    [
        (put("title", "Thing"), "1.0", 0, ""),
        (ADD, "1.0", 1, "urn:test:thing:1.0 is released and stays as it is; undo the change, or give it the $id of a"),
        (put("title", "Other"), "1.0", 1, "minor version, 1.1"),
        (NARROW, "1.0", 1, "major version, 2.0"),
        (ADD, "1.1", 0, ""),
        (put("title", "Other"), "1.1", 0, ""),
        (put("title", "Thing"), "1.1", 0, ""),
        (ADD, "2.0", 1, "minor version, 1.1"),
        (NARROW, "1.1", 1, "major version, 2.0"),
        (NARROW, "2.0", 0, ""),
        (ADD, "0.9", 1, "minor version, 1.1"),
        (put("properties/new", {"oneOf": [{}]}), "1.1", 1, "give scripts/schema_compatibility.py a rule"),
        (put("properties/new", {"oneOf": [{}]}), "2.0", 1, "give scripts/schema_compatibility.py a rule"),
    ],
)
def test_the_version_must_fit_the_change(  # noqa: PLR0917
    checkout: Checkout, capsys: pytest.CaptureFixture[str], edit: Edit, version: str, code: int, advice: str
) -> None:
    checkout.edit(edit, identifier=f"urn:test:thing:{version}")
    assert checkout.check() == code
    assert advice in capsys.readouterr().err


def test_the_output_has_a_line_for_each_change(checkout: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    checkout.edit(ADD, NARROW, identifier="urn:test:thing:1.1")
    assert checkout.check() == 1
    output = capsys.readouterr()
    assert output.out.splitlines() == [
        "schema/thing.schema.json: 1.0 -> 1.1, breaking",
        '  breaking enum-value-removed /$defs/Kind/enum "y": old documents may hold the value',
        "  additive property-added-optional /properties/new new: old readers ignore it",
    ]
    assert output.err == (
        "schema/thing.schema.json: give it the $id of a new major version, 2.0: the change is breaking\n"
    )


def test_a_published_schema_keeps_even_its_spaces(checkout: Checkout) -> None:
    checkout.schema.write_text(json.dumps(BASE, indent=2), encoding="utf-8")
    assert checkout.check() == 1


def test_the_latest_release_counts(checkout: Checkout) -> None:
    checkout.write(checkout.released.with_name("1.10.schema.json"), edited(ADD, put("$id", "urn:test:thing:1.10")))
    assert checkout.check() == 1
    checkout.edit(ADD, identifier="urn:test:thing:1.10")
    assert checkout.check() == 0
    checkout.edit(ADD, put("properties/more", TEXT), identifier="urn:test:thing:1.9")
    assert checkout.check() == 1
    checkout.edit(ADD, put("properties/more", TEXT), identifier="urn:test:thing:1.11")
    assert checkout.check() == 0


def test_a_schema_may_come_but_not_go(checkout: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    other = checkout.schema.with_name("other.schema.json")
    checkout.write(other, edited(put("$id", "urn:test:other:1.0")))
    assert checkout.check() == 0
    checkout.write(other, edited(put("$id", "urn:test:other:1.0"), put("oneOf", [TEXT])))
    assert checkout.check() == 1
    other.unlink()
    checkout.edit(put("$id", "urn:test:thing:1.0"))
    assert checkout.check() == 0
    checkout.schema.unlink()
    capsys.readouterr()
    assert checkout.check() == 1
    assert "schema-removed" in capsys.readouterr().out


def test_against_a_file_only_its_schema_is_compared(checkout: Checkout) -> None:
    checkout.edit(NARROW, identifier="urn:test:thing:1.1")
    file = checkout.root / "old.json"
    checkout.write(file, edited(NARROW))
    assert checkout.check(file) == 0
    checkout.write(file, BASE)
    assert checkout.check(file) == 1
    checkout.write(checkout.schema.with_name("other.schema.json"), edited(put("$id", "urn:test:other:1.0")))
    checkout.edit(ADD, identifier="urn:test:thing:1.1")
    assert checkout.check(file) == 0


def test_against_a_folder_of_schemas(checkout: Checkout) -> None:
    folder = checkout.root / "elsewhere"
    folder.mkdir()
    shutil.copyfile(checkout.released, folder / "thing.schema.json")
    assert checkout.check(folder) == 0
    checkout.edit(NARROW, identifier="urn:test:thing:1.1")
    assert checkout.check(folder) == 1


def test_against_a_git_revision(checkout: Checkout) -> None:
    checkout.git("init", "--quiet")
    checkout.git("add", "schema/thing.schema.json")
    checkout.git("commit", "--quiet", "--message", "1.0")
    checkout.git("tag", "v1.0")
    shutil.rmtree(checkout.released.parent)
    assert checkout.check("v1.0") == 0
    checkout.edit(ADD)
    assert checkout.check("v1.0") == 1
    checkout.edit(ADD, identifier="urn:test:thing:1.1")
    assert checkout.check("v1.0") == 0
    checkout.git("commit", "--quiet", "--all", "--message", "1.1")
    checkout.edit(ADD, NARROW, identifier="urn:test:thing:2.0")
    assert checkout.check("HEAD") == 0
    assert checkout.check("HEAD~1") == 0
    assert checkout.check("no-such-revision") == 3


def test_a_revision_is_read_in_a_checkout_below_the_top_of_the_repository(tmp_path: Path) -> None:
    inner = Checkout(tmp_path / "repository" / "inner")
    subprocess.run(["git", "init", "--quiet", str(inner.root.parent)], check=True)
    inner.git("add", "schema")
    inner.git("commit", "--quiet", "--message", "1.0")
    assert inner.check("HEAD") == 0
    inner.edit(NARROW)
    assert inner.check("HEAD") == 1


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "true", '{"type": "thing"}', "{}", '{"$id": "urn:test:thing"}', '{"$id": "urn:test:thing:1.x"}'],
)
def test_what_is_no_schema_with_a_version_cannot_be_compared(checkout: Checkout, content: str) -> None:
    checkout.schema.write_text(content, encoding="utf-8")
    assert checkout.check() == 3


def test_a_baseline_that_is_missing_empty_or_ambiguous(checkout: Checkout, tmp_path: Path) -> None:
    assert checkout.check(tmp_path / "nothing") == 3
    assert main(["--root", str(tmp_path)]) == 3
    (tmp_path / "empty").mkdir()
    assert checkout.check(tmp_path / "empty") == 3
    shutil.copyfile(checkout.released, checkout.released.with_name("again.schema.json"))
    assert checkout.check() == 3


def test_two_current_versions_of_one_schema(checkout: Checkout) -> None:
    checkout.write(checkout.schema.with_name("more.schema.json"), edited(put("$id", "urn:test:thing:1.1")))
    assert checkout.check() == 3


def test_wrong_usage() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--upon", "HEAD"])
    assert caught.value.code == 2


def test_this_repository_passes() -> None:
    assert main([]) == 0
