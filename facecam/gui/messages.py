"""Everything the window says."""

from __future__ import annotations

from collections.abc import Callable

from facecam.bidi import isolate
from facecam.engine import EngineState, EngineStatus
from facecam.overlay import REASONS
from facecam.settings import Settings
from facecam.track.pace import STEPS
from facecam.types import Reason

NO_DISPLAY = (
    "There is no display to open a window on. "
    "'facecam watch --source demo' does the same work without one."
)
UNEXPECTED = "Something went wrong inside Facecam; the details are in the log."
CANCELLED = "Facecam is closing; nothing was changed."

CLICK_A_FACE = "Click a face to give it a name"
NO_PICTURE = "There is no picture to find a face in"
STILL_LOADING = "The networks are still loading; faces are found in a moment"
NO_FACE = "No face is found in the picture"

HOLD_STILL = "Hold still a moment…"
HAS_LEFT = "The face is not in the picture now."
NOT_SEEN_WELL = "The face was not seen well enough to be enrolled."
WAITS_FOR_PICTURE = "Waiting for the picture to come back…"
NAME_MISSING = "Type a name first."
ENROLLING = "Enrolling…"

GALLERY_EMPTY = "Nobody is enrolled yet.\nClose this window and click a face to give it a name."
NAME_EMPTY = "A name cannot be empty; the old one was kept."
NO_CAMERA_FOUND = "No camera found"
LOOKING_FOR_CAMERAS = "Looking for cameras…"
DEMO = "Demo"

STRANGERS_HEADING = "How many strangers may be given a name?"
STRANGERS_COST = "Fewer also means naming your own people less often."

ENDED = "The end was reached."
PLAY_AGAIN = "Play again"
TRY_AGAIN = "Try again"

LOADING = "Loading the networks…"
NO_MORE_PICTURES = (EngineState.ENDED, EngineState.FAILED, EngineState.STOPPED)

STATE_WORDS = {
    EngineState.STARTING: "Starting…",
    EngineState.RUNNING: "Running",
    EngineState.RECONNECTING: "Reconnecting…",
    EngineState.ENDED: "Ended",
    EngineState.FAILED: "Failed",
    EngineState.STOPPED: "Stopped",
}


def no_face(status: EngineStatus | None) -> str:
    """Return why there is no face that could be named.

    Args:
        status: the engine's, None while there is no engine.
    """
    if status is None or status.state is EngineState.STARTING:
        return NO_PICTURE
    return NO_FACE if status.recognised else STILL_LOADING


def no_sample(reason: Reason | None, source: EngineState, is_in_picture: bool) -> str:
    """Return why the face that was clicked cannot be enrolled, or not yet.

    Args:
        reason: why it could not be judged, None if no frame was judged yet.
        source: what the source does.
        is_in_picture: whether the face is in the newest picture.
    """
    if not is_in_picture:
        return HAS_LEFT
    if source in NO_MORE_PICTURES:
        return f"{NOT_SEEN_WELL[:-1]}: it is {REASONS[reason]}." if reason else NOT_SEEN_WELL
    if source is EngineState.RECONNECTING:
        return WAITS_FOR_PICTURE
    return f"The face is {REASONS[reason]}; waiting for a better look…" if reason else HOLD_STILL


def state_of(state: EngineState, source: str, *, is_loading: bool = False) -> str:
    """Return what the status line says of the source that is shown.

    Args:
        state: the engine's.
        source: the source's name.
        is_loading: whether no frame has been searched yet.
    """
    words = LOADING if is_loading and state is EngineState.RUNNING else STATE_WORDS[state]
    return f"{words} · {isolate(source)}"


def opening(source: str) -> str:
    """Return what stands in place of the picture before its first frame."""
    return f"Opening {isolate(source)}…"


def rates(shown_fps: float, searched_fps: float) -> str:
    """Return how fast pictures are shown and searched for faces, in words."""
    return f"{shown_fps:.0f} fps shown · {searched_fps:.0f} fps searched for faces"


def people_known(count: int) -> str:
    """Return how many people the gallery holds, in words."""
    return "1 person known" if count == 1 else f"{count} people known"


def samples(count: int) -> str:
    """Return how many samples a person has, in words."""
    return "1 sample" if count == 1 else f"{count} samples"


def enrolled(name: str, count: int) -> str:
    """Return the confirmation of an enrolment."""
    return f"{isolate(name)} is enrolled with {samples(count)}"


def what_enter_does(
    name: str, like: str | None, shorten: Callable[[str], str], *, is_enrolled: bool, is_sure: bool
) -> str:
    """Return the note under a name that is typed, empty where there is nothing to note.

    Args:
        name: what is typed; may be empty.
        like: whom the face is like, or None.
        shorten: makes a name short enough to stand in a sentence.
        is_enrolled: whether there is somebody of that name.
        is_sure: whether the face is known to be who it is like.
    """
    who = isolate(shorten(name))
    if not name or like is None or like.casefold() == name.casefold():
        return f"Adds a sample to {who}." if is_enrolled else ""
    likeness = f"This face {'looks like' if is_sure else 'may be'} {isolate(shorten(like))}."
    return (
        f"{likeness} Enter {f'adds it to {who}' if is_enrolled else f'makes {who} a new person'}."
    )


def one_stranger_in(strangers: int) -> str:
    """Return a choice of how many strangers may be named."""
    usual = " (usual)" if strangers == Settings.model_fields["one_stranger_in"].default else ""
    return f"1 in {strangers:,}{usual}"


def slowed(step: int) -> str:
    """Return what is left out at a step of the pace, in a few words; nothing at full work."""
    pace, full = STEPS[step], STEPS[0]
    if pace.embedding_rest_s > full.embedding_rest_s:
        return "Slowed: checking names less often"
    if pace.min_face_factor > full.min_face_factor:
        return "Slowed: finding only larger faces"
    if pace.key_interval_s > full.key_interval_s:
        return "Slowed: looking for new faces less often"
    return ""


def slowed_details(step: int) -> str:
    """Return all that is left out at a step of the pace, a line each."""
    pace, full = STEPS[step], STEPS[0]
    lines = ["This computer is slower than the camera now. So that the picture keeps up:"]
    if pace.key_interval_s > full.key_interval_s:
        often = f"every {pace.key_interval_s:g} s, not every {full.key_interval_s:g} s"
        lines.append(f"• New faces are looked for {often}.")
    if pace.min_face_factor > full.min_face_factor:
        lines.append(f"• The smallest faces found are {pace.min_face_factor:g} times as large.")
    if pace.embedding_rest_s > full.embedding_rest_s:
        lines.append(f"• Names are checked every {pace.embedding_rest_s:g} s at most.")
    lines.append("Faces that were found are followed all the same.")
    return "\n".join(lines)


def nobody_called(text: str) -> str:
    """Return what the gallery shows when its search finds nobody."""
    return f"Nobody's name contains “{isolate(text)}”."


def delete(name: str) -> str:
    """Return the question whether a person is to be deleted."""
    return f"Delete {isolate(name)}?"


def also_deletes(count: int) -> str:
    """Return what goes with a person who is deleted."""
    return f"This also deletes {samples(count)}, and cannot be undone."
