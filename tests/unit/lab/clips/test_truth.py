from __future__ import annotations

import pytest

from facecam.errors import UsageError
from facecam.lab.clips.truth import read_truth, refuse_unenrolled

HEADER = "frame,x1,y1,x2,y2,name"


@pytest.fixture
def truth_file(tmp_path):
    def write(*lines, encoding="utf-8"):
        path = tmp_path / "truth.csv"
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


def test_faces_come_by_frame_with_the_lines_they_stand_in(truth_file):
    file = truth_file(HEADER, "2,10,20,30.5,40,Zoë Ball", "1,1,2,3,4,", "", '2,0,0,9,9,"Li, Bo"')
    assert [(face.line, face.frame, face.box, face.name) for face in read_truth(file).faces] == [
        (3, 1, (1, 2, 3, 4), None),
        (2, 2, (10, 20, 30.5, 40), "Zoë Ball"),
        (5, 2, (0, 0, 9, 9), "Li, Bo"),
    ]


def test_a_spreadsheets_file_is_read(truth_file):
    file = truth_file(HEADER, "1,1,2,3,4,Ann", encoding="utf-8-sig")
    assert read_truth(file).last.name == "Ann"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["frame;x1;y1;x2;y2;name"], "Line 1 of .*truth.csv must be 'frame,x1,y1,x2,y2,name'"),
        ([HEADER, "1,2,3,4,5"], "Line 2 of .* must have 6 fields, and has 5"),
        ([HEADER, "0,1,2,3,4,"], "Line 2 of .* the frame's number, from 1"),
        ([HEADER, "1,1,2,3,4,", "one,1,2,3,4,"], "Line 3 of .* the frame's number"),
        ([HEADER, "1,a,2,3,4,"], "Line 2 of .* four numbers"),
        ([HEADER, "1,3,2,1,4,"], "Line 2 of .* x1 below x2"),
        ([HEADER, "1,nan,2,3,4,"], "Line 2 of .* x1 below x2"),
        ([HEADER, "1,1,2,inf,4,"], "Line 2 of .* x1 below x2"),
        ([HEADER, "1,1,2,3,4," + 90 * "a"], "Line 2 of .* 80 characters"),
        ([HEADER, "1,1,2,3,4,Ann", "", "1,5,6,7,8,ANN"], "Line 4 of .* again: line 2 does"),
        ([HEADER], "truth.csv is empty"),
        ([HEADER, '1,1,2,3,4,"Ann'], "is not a CSV file"),
    ],
)
def test_a_mistake_is_said_with_its_place(truth_file, lines, message):
    with pytest.raises(UsageError, match=message):
        read_truth(truth_file(*lines))


def test_files_that_are_no_truth(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_truth(tmp_path / "missing.csv")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="is not a CSV file"):
        read_truth(tmp_path / "binary")
    (tmp_path / "nothing").touch()
    with pytest.raises(UsageError, match="is empty"):
        read_truth(tmp_path / "nothing")


def test_everybody_named_must_be_enrolled(truth_file):
    truth = read_truth(
        truth_file(HEADER, "1,1,2,3,4,ann", "1,5,2,9,4,Bob", "2,5,2,9,4,bob", "2,1,1,2,2,")
    )
    refuse_unenrolled(truth, ["Ann", "Bob", "Cleo"])
    with pytest.raises(UsageError, match=r"1 are not enrolled, the first in line 3"):
        refuse_unenrolled(truth, ["Ann"])
