"""The rules of CONTRIBUTING.md and docs/architecture.md that no other tool checks."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = sorted((ROOT / "facecam").rglob("*.py"))
MODULES = [file for file in PACKAGE if "migrations" not in file.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))

LONGEST_LINES = 250
MEDIAN_LINES = 90
MOST_MEASURING = 0.24
"""The share of the package that may measure rather than recognise."""


def test_a_module_stays_short_enough_to_read_at_once():
    lengths = {file: _lines(file) for file in MODULES}
    too_long = {str(file.relative_to(ROOT)): n for file, n in lengths.items() if n > LONGEST_LINES}
    assert too_long == {}
    assert median(lengths.values()) <= MEDIAN_LINES


def test_most_of_the_package_recognises_rather_than_measures():
    measuring = sum(_lines(file) for file in PACKAGE if "lab" in file.relative_to(ROOT).parts)
    assert measuring <= MOST_MEASURING * sum(map(_lines, PACKAGE))


def test_no_two_classes_have_the_same_name():
    names = Counter(
        node.name for file in PACKAGE for node in _tree(file).body if isinstance(node, ast.ClassDef)
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_rule_that_is_ignored_carries_its_reason():
    # It follows the codes, after a dash.
    bare = re.compile(r"# (noqa(: *[A-Z]+\d+(, *[A-Z]+\d+)*)?|type: ignore(\[[\w, -]+\])?)\s*$")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in [*PACKAGE, *TESTS]
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_no_test_sleeps():
    assert [str(file.relative_to(ROOT)) for file in TESTS if _sleeps(_tree(file))] == []


def _sleeps(tree: ast.AST) -> bool:
    return any(name in ("sleep", "msleep", "qWait") for name in _called(tree))


def _called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


def _lines(file: Path) -> int:
    return file.read_text("utf-8").count("\n")


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))
