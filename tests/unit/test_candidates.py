"""The metrics snapshot, from CSV and from Parquet."""

from __future__ import annotations

import math
import shutil
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from training_plan.building.candidates import Candidate, load_candidates
from training_plan.errors import InvalidDocumentError, TrainingPlanError, UnreadableFileError
from training_plan.findings import Code

DAMAGED = Path(__file__).parent / "damaged"
"""Files that a mutant fuzzer found: what they do to the decoder is in their names."""

HEADER = "target,symbol,score,sample_size"


def csv(path: Path, *rows: str, header: str = HEADER) -> Path:
    """Write a CSV file."""
    file = path / "candidates.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def parquet(path: Path, **columns: Any) -> Path:  # noqa: ANN401 - whatever a column may hold
    """Write a Parquet file with the needed columns, but for those that are given."""
    file = path / "candidates.parquet"
    pl.DataFrame({"target": ["t"], "symbol": ["A"], "score": [0.5], "sample_size": [10], **columns}).write_parquet(file)
    return file


def test_each_row_is_known_by_target_and_symbol(tmp_path: Path) -> None:
    found = load_candidates(csv(tmp_path, "t,,0.5,100", "t,A,-0.25,10", "u,A,,"))

    assert found == {
        ("t", None): Candidate(score=0.5, sample_size=100, facts={}),
        ("t", "A"): Candidate(score=-0.25, sample_size=10, facts={}),
        ("u", "A"): Candidate(score=None, sample_size=None, facts={}),
    }
    assert isinstance(found["t", "A"].sample_size, int)


def test_csv_and_parquet_tell_the_same(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "target": ["t", "t", "u"],
            "symbol": [None, "A", "A"],
            "score": [0.1, 1e-300, -7.0],
            "sample_size": [1, 2, None],
            "score_ci_low": [0.05, None, -8.5],
            "stability": ["STABLE", None, "UNKNOWN"],
            "metric_name": ["R²", "R²", "ROC-AUC"],
        }
    )
    frame.write_csv(tmp_path / "candidates.csv")
    frame.write_parquet(tmp_path / "candidates.parquet")

    assert load_candidates(tmp_path / "candidates.csv") == load_candidates(tmp_path / "candidates.parquet")


@pytest.mark.parametrize(
    "symbol", ["NO", "TRUE", "null", "NA", "nan", "007", "1e5", "1_000", "BF/B", "ES=F", "ä b", '"']
)
def test_a_symbol_stays_what_it_is(symbol: str, tmp_path: Path) -> None:
    quoted = '"' + symbol.replace('"', '""') + '"'

    assert list(load_candidates(csv(tmp_path, f"t,{quoted},1,1"))) == [("t", symbol)]
    if '"' not in symbol:
        assert list(load_candidates(csv(tmp_path, f"t,{symbol},1,1"))) == [("t", symbol)]
    assert list(load_candidates(parquet(tmp_path, symbol=[symbol]))) == [("t", symbol)]


def test_facts_beside_score_and_size_are_kept_and_unknown_columns_are_not(tmp_path: Path) -> None:
    header = f"{HEADER},score_ci_low,score_ci_high,stability,leakage_status,feature_set_id,timestamp,mode"
    file = csv(tmp_path, "t,A,0.5,10,0.4,NaN,DRIFTING,,007,2026,X", header=header)

    assert load_candidates(file)["t", "A"].facts == {
        "score_ci_low": 0.4,
        "stability": "DRIFTING",
        "feature_set_id": "007",
    }


@pytest.mark.parametrize("score", ["NaN", "inf", "-inf", "1e999"])
def test_a_score_that_is_no_finite_number_is_told_from_none(score: str, tmp_path: Path) -> None:
    found = load_candidates(csv(tmp_path, f"t,A,{score},10", "t,B,,10"))

    known = found["t", "A"].score
    assert known is not None
    assert math.isnan(known)
    assert found["t", "B"].score is None


def test_sizes_may_be_whole_floats_and_numbers_may_be_narrow(tmp_path: Path) -> None:
    file = parquet(tmp_path, sample_size=pl.Series([10.0], dtype=pl.Float64), score=pl.Series([0.5], dtype=pl.Float32))

    assert load_candidates(file) == {("t", "A"): Candidate(score=0.5, sample_size=10, facts={})}
    assert load_candidates(parquet(tmp_path, sample_size=pl.Series([10], dtype=pl.UInt8)))["t", "A"].sample_size == 10
    assert load_candidates(parquet(tmp_path, symbol=pl.Series(["A"], dtype=pl.Categorical)))["t", "A"].score == 0.5


def test_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    quoted = csv(tmp_path, '"t","","","",""', '"t","A","0.5","10",""', header=f"{HEADER},stability")
    filled = parquet(tmp_path, symbol=[""], score=[""], sample_size=[""], stability=[""])
    nothing = Candidate(score=None, sample_size=None, facts={})

    assert load_candidates(quoted) == {
        ("t", None): nothing,
        ("t", "A"): Candidate(score=0.5, sample_size=10, facts={}),
    }
    assert load_candidates(filled) == {("t", None): nothing}


@pytest.mark.parametrize("dtype", [pl.Null, pl.Float64, pl.Boolean, pl.Int64, pl.List(pl.String), pl.Datetime])
def test_a_column_that_was_never_filled_in_may_have_any_type(dtype: Any, tmp_path: Path) -> None:  # noqa: ANN401
    names = ("symbol", "score", "sample_size", "stability", "score_ci_low")
    file = parquet(tmp_path, **{name: pl.Series([None], dtype=dtype) for name in names})

    assert load_candidates(file) == {("t", None): Candidate(score=None, sample_size=None, facts={})}


def test_a_sample_size_that_is_nan_is_not_known(tmp_path: Path) -> None:
    assert load_candidates(parquet(tmp_path, sample_size=[math.nan]))["t", "A"].sample_size is None


def test_blank_lines_of_a_csv_file_are_no_rows(tmp_path: Path) -> None:
    assert list(load_candidates(csv(tmp_path, "", "t,A,0.5,10", "", ""))) == [("t", "A")]


@pytest.mark.parametrize("rows", [["t,A,0.5,10", "t,B,0.5"], ["", "t,A,0.5,", 't,"B']])
def test_a_row_that_is_cut_short_is_refused(rows: list[str], tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        load_candidates(csv(tmp_path, *rows))

    (finding,) = refused.value.findings
    assert finding.code == Code.BROKEN_TABLE
    assert finding.hint == "is it whole? write the file again"


def test_a_header_without_rows_is_an_empty_snapshot(tmp_path: Path) -> None:
    assert load_candidates(csv(tmp_path)) == {}


def test_a_byte_order_mark_and_line_ends_of_windows_are_fine_in_csv(tmp_path: Path) -> None:
    file = tmp_path / "candidates.CSV"
    file.write_bytes(f"\ufeff{HEADER}\r\nt,A,0.5,10\r\n".encode())

    assert load_candidates(file) == {("t", "A"): Candidate(score=0.5, sample_size=10, facts={})}


@pytest.mark.parametrize(
    ("columns", "code", "words"),
    [
        ({"score": [True]}, Code.BAD_CELL, "column score"),
        ({"score": [{"mean": 1.0}]}, Code.BAD_CELL, "column score"),
        ({"score": [[1.0]]}, Code.BAD_CELL, "column score"),
        ({"sample_size": [{"rows": 1}]}, Code.BAD_CELL, "column sample_size"),
        ({"symbol": [{"name": "A"}]}, Code.BAD_CELL, "column symbol"),
        ({"symbol": [b"\xff"]}, Code.BAD_CELL, "column symbol"),
        ({"target": [None]}, Code.BAD_CELL, "column target"),
        ({"sample_size": [math.inf]}, Code.BAD_CELL, "column sample_size"),
        ({"target": [""]}, Code.BAD_CELL, "column target"),
        ({"sample_size": [2**63]}, Code.BAD_CELL, "column sample_size"),
        ({"stability": [["STABLE"]]}, Code.BAD_CELL, "column stability"),
        ({"stability": [{"state": "STABLE"}]}, Code.BAD_CELL, "column stability"),
    ],
)
def test_a_cell_of_a_wrong_kind_is_refused(columns: dict[str, Any], code: Code, words: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        load_candidates(parquet(tmp_path, **columns))

    (finding,) = refused.value.findings
    assert finding.code == code
    assert words in finding.message
    assert finding.file.endswith("candidates.parquet")


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    file = csv(tmp_path, "t,A,1,1", "t,A,1,1", ",B,1,1", "t,C,1,1.5", "t,A,1,1", "t,,1,1", "t,,1,1")

    with pytest.raises(InvalidDocumentError) as refused:
        load_candidates(file)

    assert [(finding.code, finding.message) for finding in refused.value.findings] == [
        (Code.DUPLICATE_ROW, "rows 1 and 2 are both about target t, symbol A"),
        (Code.BAD_CELL, "row 3, column target: the cell is empty"),
        (Code.BAD_CELL, "row 4, column sample_size: 1.5 is no number of rows"),
        (Code.DUPLICATE_ROW, "rows 1 and 5 are both about target t, symbol A"),
        (Code.DUPLICATE_ROW, "rows 6 and 7 are both about target t, pooled"),
    ]


@pytest.mark.parametrize("missing", HEADER.split(","))
def test_a_missing_column_is_named(missing: str, tmp_path: Path) -> None:
    header = ",".join(name for name in HEADER.split(",") if name != missing)

    with pytest.raises(InvalidDocumentError) as refused:
        load_candidates(csv(tmp_path, header=header))

    (finding,) = refused.value.findings
    assert finding.code == Code.MISSING_COLUMN
    assert finding.message == f"the column {missing} is missing; there are: {header.replace(',', ', ')}"


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        load_candidates(csv(tmp_path, "t,A,0.1,1,0.9", header=f"{HEADER},score"))

    assert "score" in str(refused.value)


@pytest.mark.parametrize("name", ["panics", "ends_the_process"])
def test_a_parquet_file_that_breaks_its_decoder_is_refused(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidDocumentError, match="no parquet table"):
        load_candidates(DAMAGED / f"{name}.parquet")

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("python", "reason"),
    [("no_python", "No such file or directory"), (shutil.which("true"), "it does not find polars")],
)
def test_a_parquet_file_that_cannot_be_tried_is_not_called_damaged(
    python: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", python)

    with pytest.raises(TrainingPlanError, match=f"could not be started: {reason}") as refused:
        load_candidates(parquet(tmp_path))

    assert refused.value.exit_code == 3


def test_lines_may_end_in_a_carriage_return_inside_quotes_only(tmp_path: Path) -> None:
    file = tmp_path / "candidates.csv"
    file.write_bytes(f'{HEADER},stability\nt,A,1,1,"a\rb"\n'.encode())
    assert load_candidates(file)["t", "A"].facts == {"stability": "a\rb"}

    file.write_bytes(f"{HEADER}\rt,A,1,1\rt,B,1,1\n".encode())
    with pytest.raises(InvalidDocumentError, match="more ways than one"):
        load_candidates(file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{HEADER}\nt,A,1,1\nt,B\n", "row 2 has 2 cells, 4 are needed"),
        (f"{HEADER}\nt,A,1,1\nt", "row 2 has 1 cells, 4 are needed"),
        (f'{HEADER},not"e\nt,A,1,1,\n', "more ways than one"),
        (f'{HEADER},"no"te\nt,A,1,1,\n', "expected after"),
        (f"{HEADER},{'x' * 140_000}\nt,A,1,1,\n", "field larger than"),
    ],
)
def test_a_csv_file_that_two_readers_take_differently_is_refused(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "candidates.csv").write_text(text, encoding="utf-8")

    with pytest.raises(InvalidDocumentError) as refused:
        load_candidates(tmp_path / "candidates.csv")

    (finding,) = refused.value.findings
    assert finding.code == Code.BROKEN_TABLE
    assert words in finding.message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no such metrics snapshot"):
        load_candidates(tmp_path / "none.parquet")
    with pytest.raises(UnreadableFileError, match="a folder, not a metrics snapshot"):
        load_candidates(tmp_path)


@pytest.mark.parametrize("length", [0, 1, 8, 400, -1])
def test_a_parquet_file_that_was_cut_short_is_refused(length: int, tmp_path: Path) -> None:
    file = parquet(tmp_path)
    file.write_bytes(file.read_bytes()[:length])

    with pytest.raises(InvalidDocumentError, match="no parquet table"):
        load_candidates(file)
