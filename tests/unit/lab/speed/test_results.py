from __future__ import annotations

import json
import math

import pytest

import facecam
from facecam.errors import UsageError
from facecam.lab.speed import results


def result(benchmark="detect"):
    return results.measured(benchmark, {"source": "demo", "frames": 2}, {"fps": {"p50": 3.5}})


def test_a_saved_result_is_read_back_as_it_was(tmp_path):
    file = tmp_path / "result.json"
    saved = result()
    results.save(saved, file)
    assert results.load(file, "detect") == saved


def test_a_result_says_what_was_measured_by_which_version_and_where():
    made = result()
    assert made.version == facecam.__version__
    assert made.machine == results.this_machine()
    assert made.machine.cores >= 1
    assert made.machine.cpu
    assert made.measured_at.endswith("+00:00")


@pytest.mark.parametrize("without", ["machine", "figures", "benchmark"])
def test_a_file_with_something_missing_is_damaged(tmp_path, without):
    file = tmp_path / "result.json"
    results.save(result(), file)
    content = json.loads(file.read_text())
    del content[without]
    file.write_text(json.dumps(content))
    with pytest.raises(UsageError, match="is not a saved result, or is damaged"):
        results.load(file, "detect")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"figures": 1}'])
def test_what_is_no_result_is_refused_in_a_sentence(tmp_path, content):
    file = tmp_path / "result.json"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="is not a saved result, or is damaged"):
        results.load(file, "detect")


def test_another_subcommands_result_is_refused(tmp_path):
    file = tmp_path / "result.json"
    results.save(result("embed"), file)
    with pytest.raises(UsageError, match="'benchmark embed', which cannot be compared"):
        results.load(file, "detect")


def test_files_that_cannot_be_read_or_written_are_said(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        results.load(tmp_path / "none.json", "detect")
    with pytest.raises(UsageError, match=r"cannot be saved in .*: it is not a file"):
        results.save(result(), tmp_path)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_result_is_neither_written_nor_read_with_what_is_no_number(tmp_path, number):
    file = tmp_path / "result.json"
    with pytest.raises(ValueError, match="not JSON compliant"):
        results.save(results.measured("detect", {}, {"fps": number}), file)
    results.save(result(), file)
    for spoilt in ({"figures": {"fps": {"p50": number}}}, {"of": {"frames": number}}):
        file.write_text(json.dumps(json.loads(file.read_text()) | spoilt))
        with pytest.raises(UsageError, match="is not a saved result, or is damaged"):
            results.load(file, "detect")


def test_a_number_too_large_to_be_one_is_no_result(tmp_path):
    file = tmp_path / "result.json"
    results.save(result(), file)
    file.write_text(file.read_text().replace("3.5", "1e999"))
    with pytest.raises(UsageError, match="is not a saved result, or is damaged"):
        results.load(file, "detect")


def test_a_result_of_another_schema_is_refused(tmp_path):
    file = tmp_path / "result.json"
    results.save(result(), file)
    content = json.loads(file.read_text())
    assert content["schema_version"] == 1
    file.write_text(json.dumps(content | {"schema_version": 2}))
    with pytest.raises(UsageError, match="is not a saved result, or is damaged"):
        results.load(file, "detect")
