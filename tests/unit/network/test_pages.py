import mmap
import os
import sys
from pathlib import Path

import pytest

from facecam.network.pages import give_back_pages

MIB = 1 << 20


def resident(path):
    """Kilobytes of ``path`` that are in this process's memory."""
    _, found, rest = os.fsdecode(Path("/proc/self/smaps").read_bytes()).partition(f"{path}\n")
    sizes = [line.split()[1] for line in rest.splitlines() if line.startswith("Rss:")]
    return int(sizes[0]) if found else None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what is mapped where")
@pytest.mark.parametrize("name", ["weights.tflite", b"weights\xff.tflite"])
def test_pages_of_a_mapped_file_are_given_back_and_can_be_read_again(name, tmp_path):
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"w" * MIB)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as mapped:
        assert mapped[:] == b"w" * MIB
        assert resident(path) == 1024
        give_back_pages(path)
        assert resident(path) == 0
        assert mapped[:] == b"w" * MIB


def test_a_file_that_is_not_mapped_is_left_alone(tmp_path):
    path = tmp_path / "weights.tflite"
    path.write_bytes(b"w")
    give_back_pages(path)
    assert path.read_bytes() == b"w"
