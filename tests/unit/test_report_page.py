"""The page as text: what it may load, what it holds, that it is the same every time."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given

import training_plan.reporting
from support.report_reading import data_of
from support.strategies import plans
from training_plan.comparing.comparison import compare_plans
from training_plan.models import MasterPlan
from training_plan.reporting import page_script
from training_plan.reporting.page import render
from training_plan.training_plan_consumer import load_master_training_plan
from training_plan.views.markdown import visible

ASSETS = Path(training_plan.reporting.__file__).parent / "assets"
MODULES = sorted(ASSETS.glob("*.js"))
GOLDEN = load_master_training_plan(Path(__file__).parents[1] / "golden" / "complete")
PAGE = render(GOLDEN).data.decode()

STYLE, SCRIPT = "style", 'script type="module"'

IMPORT = re.compile(r'^import \{ ([^}]*) \} from "\./(\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)


def source(name: str) -> str:
    return (ASSETS / f"{name}.js").read_text(encoding="utf-8")


def hash_of(tag: str) -> str:
    (text,) = re.findall(rf"<{tag}>(.*?)</{tag.split(maxsplit=1)[0]}>", PAGE, re.DOTALL)
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "h1", "h2", "h3", "p"),
    *("div", "span", "bdi", "time", "strong", "code", "ul", "li", "dl", "dt", "dd", "details", "summary"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "form", "dialog", "noscript", "script"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "type", "id", "class", "hidden", "role", "scope"),
    *("aria-label", "aria-labelledby", "data-number", "data-warning"),
}


# The policy and the size.


def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else() -> None:
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', PAGE)
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{hash_of(SCRIPT)}'",
        f"style-src 'sha256-{hash_of(STYLE)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert PAGE.index("Content-Security-Policy") < min(PAGE.index("<style>"), PAGE.index("<script"))


def test_the_page_names_no_address_and_no_style_in_an_attribute() -> None:
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", PAGE))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<[^>]*\s(style|on\w+|src|href)=", PAGE)


def test_a_real_plan_makes_a_small_page() -> None:
    assert len(PAGE) < 150_000


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert render(GOLDEN).data.decode() == PAGE


class Tags(HTMLParser):
    """Every tag of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert {name for name, _ in attrs} <= ATTRIBUTES


@given(plans(), plans())
def test_no_text_of_a_plan_becomes_markup(plan: MasterPlan, old: MasterPlan) -> None:
    page = render(plan, None, compare_plans(old, plan)).data.decode()
    assert Tags(page).found <= TAGS
    assert not set(page.partition('id="plan-data">')[2].partition("</script>")[0]) & set("<>&")
    assert data_of(page.encode())["jobs"] == len(plan.jobs)


# The scripts.


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_is_javascript(module: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    copy = tmp_path / f"{module.stem}.mjs"
    copy.write_bytes(module.read_bytes())
    done = subprocess.run([node, "--check", copy], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_what_another_exports_and_uses_it(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("import")]
    assert len(lines) == len(IMPORT.findall(text))
    for names, other in IMPORT.findall(text):
        assert set(names.split(", ")) <= set(EXPORT.findall(source(other)))
        for name in names.split(", "):
            assert len(re.findall(rf"\b{name}\b", text)) > 1, name


def test_every_module_is_in_the_page_and_every_export_is_used() -> None:
    script = page_script.page_script()
    assert re.findall(r"^const module_(\w+) = ", script, re.MULTILINE)[-1] == page_script.FIRST_MODULE
    assert sorted(re.findall(r"^const module_(\w+) = ", script, re.MULTILINE)) == [module.stem for module in MODULES]
    imported = {
        name for module in MODULES for names, _ in IMPORT.findall(source(module.stem)) for name in names.split(", ")
    }
    assert {name for module in MODULES for name in EXPORT.findall(source(module.stem))} == imported


def test_no_script_makes_markup_or_code_of_text() -> None:
    risky = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.on\w+ ?=|DOMParser"
    )
    assert [module.name for module in MODULES if risky.search(module.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_is_small_and_says_what_it_holds(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("// ")
    assert len(lines) <= 350
    assert max(map(len, lines)) <= 120


def test_what_nobody_sees_is_the_same_in_the_page_and_in_the_reports() -> None:
    (class_,) = re.findall(r"^const INVISIBLE = /(\[.*\])/g;$", source("text"), re.MULTILINE)
    invisible = re.compile(class_)
    everything = [chr(code) for code in range(0x10000) if not 0xD800 <= code <= 0xDFFF]
    assert [bool(invisible.match(each)) for each in everything] == [visible(each) != each for each in everything]
