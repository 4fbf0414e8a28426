from __future__ import annotations

import subprocess

import pytest

from facecam import fonts
from facecam.fonts import Font, font_with

ANSWER = """\
/plain.ttf
0
20-7e a0
/all.ttc
65537
20-7e a0 e9-ff 4e00-9fff
/late.ttf
0
20-ffff
"""


@pytest.fixture
def asked(monkeypatch):
    """Let fontconfig answer, and return the questions that it is asked."""
    questions: list[tuple[str, ...]] = []

    def run(command, **_kwargs):
        questions.append(command)
        return subprocess.CompletedProcess(command, 0, ANSWER)

    monkeypatch.setattr(subprocess, "run", run)
    forget()
    yield questions
    forget()


def forget():
    fonts._fonts.cache_clear()
    font_with.cache_clear()


@pytest.mark.parametrize(
    ("text", "file", "index"),
    [
        ("Ann", "/plain.ttf", 0),
        ("Zoë\u00a0", "/all.ttc", 1),
        ("李", "/all.ttc", 1),
        ("李ж", "/late.ttf", 0),
        ("\U0001f600a", "/plain.ttf", 0),
    ],
)
def test_the_first_font_with_most_of_the_letters_is_taken(asked, text, file, index):
    font = font_with(frozenset(text))
    assert (font.file, font.index) == (file, index)


def test_no_letter_of_a_name_is_in_the_question_which_other_users_see(asked):
    for name in ("Zoë", "李"):
        font_with(frozenset(name))
    (question,) = asked
    assert not any(letter in " ".join(question) for letter in ("Zoë", "eb", "李", "674e"))


def test_without_fontconfig_there_is_no_font(monkeypatch):
    def run(command, **_kwargs):
        raise FileNotFoundError(command[0])

    monkeypatch.setattr(subprocess, "run", run)
    forget()
    assert font_with(frozenset("Ann")) == Font()
    forget()
