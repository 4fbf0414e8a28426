import re
from collections import Counter
from pathlib import Path

import facecam


def test_no_two_classes_of_the_program_have_one_name():
    modules = Path(facecam.__file__).parent.rglob("*.py")
    names = Counter(
        name
        for module in modules
        for name in re.findall(r"^class (\w+)", module.read_text("utf-8"), re.MULTILINE)
    )
    assert names
    assert [name for name, count in names.items() if count > 1] == []
