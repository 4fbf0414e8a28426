"""Sentences keep their order whatever script the names in them are written in."""

from itertools import pairwise, product

import pytest
from PyQt5.QtGui import QFontMetricsF, QTextLayout

from facecam import overlay
from facecam.bidi import isolate
from facecam.engine import EngineState
from facecam.gui import messages
from facecam.types import Decision, Evidence, Match, NameRefusal
from tests.gui.fake_engine import face
from tests.reading import read

NAMES = ["מיכל 2", "3 محمد", "(דוד) 4.", "Zoë 5"]


def whys(name):
    """All that is ever said of why a face has its answer."""
    lines: list[str] = []
    for decision in (Decision.KNOWN, Decision.UNSURE, Decision.UNKNOWN):
        for gate in (None, *NameRefusal):
            evidence = Evidence(name, 0.25, 0.27, 3, name, 0.1, gate, frames=2)
            lines += overlay.why(face(match=Match(decision, name=name, evidence=evidence)))
    return lines


def sentences(name):
    return [
        *whys(name),
        messages.enrolled(name, 3),
        *(
            messages.what_enter_does(name, like, str, is_enrolled=enrolled, is_sure=sure)
            for like, enrolled, sure in product(
                (None, name, f"{name} B"), (True, False), (True, False)
            )
        ),
        messages.nobody_called(name),
        messages.delete(name),
        messages.opening(name),
        messages.state_of(EngineState.RUNNING, name),
    ]


def lefts_around(text, name):
    """Return where on the line each character stands that is not part of the name."""
    layout = QTextLayout(text)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    shown = text
    for given in (f"{name} B", name):
        shown = shown.replace(isolate(given), "\0" * len(isolate(given)))
    return [line.cursorToX(at)[0] for at, letter in enumerate(shown) if letter != "\0"]


@pytest.mark.parametrize("name", NAMES)
def test_words_and_numbers_around_a_name_stand_in_the_order_they_are_read(qapp, name):
    for text in sentences(name):
        lefts = lefts_around(text, name)
        assert all(left <= right for left, right in pairwise(lefts)), text


def test_the_name_itself_is_the_same_and_nothing_is_seen_of_what_was_added(qapp):
    metrics = QFontMetricsF(qapp.font())
    for name in NAMES:
        assert read(isolate(name)) == name
        assert metrics.horizontalAdvance(isolate(name)) == metrics.horizontalAdvance(name)
