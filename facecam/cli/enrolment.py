"""What became of the files that were to be enrolled: told as a table or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from facecam.cli.gallery import samples
from facecam.cli.output import tell, tell_json
from facecam.cli.portraits import Refused
from facecam.errors import PictureError
from facecam.listing import PassedOver
from facecam.printable import printable


@dataclass(frozen=True, slots=True)
class EnrolledPicture:
    """A picture whose face was enrolled.

    Attributes:
        path: the picture.
        name: whose it is, as it is kept.
        turned_deg: how far it was turned clockwise to be upright: 0, 90, 180 or 270.
    """

    path: Path
    name: str
    turned_deg: int


@dataclass(slots=True)
class Enrolment:
    """Everything that was met: nothing is passed over in silence."""

    refused: list[Refused]
    passed_over: tuple[tuple[Path, PassedOver], ...]
    enrolled: list[EnrolledPicture] = field(default_factory=list)

    def add(self, path: Path, name: str, turned_deg: int) -> None:
        """Note a picture that was enrolled."""
        self.enrolled.append(EnrolledPicture(path, name, turned_deg))

    def refuse(self, path: Path, error: PictureError) -> None:
        """Note a picture that could not be enrolled, and why."""
        self.refused.append(Refused(path, getattr(error, "reason", "unusable"), str(error)))

    def tell(self, *, as_json: bool) -> None:
        """Print it on standard output."""
        if as_json:
            tell_json(self._document())
            return
        rows = list(self._rows())
        width = max((len(what) for _, what, how in rows if how), default=0)
        for outcome, what, how in rows:
            tell(f"{outcome:<12} {what:<{width}}  {how}".rstrip())
        tell(self._total())

    def _document(self) -> dict[str, object]:
        return {
            "enrolled": [
                {"path": str(one.path), "name": one.name, "turned_deg": one.turned_deg}
                for one in self.enrolled
            ],
            "refused": [
                {"path": str(one.path), "reason": one.reason, "error": one.sentence}
                for one in self.refused
            ],
            "passed_over": [
                {"path": str(path), "reason": reason.token} for path, reason in self.passed_over
            ],
        }

    def _rows(self) -> Iterator[tuple[str, str, str]]:
        people = Counter(one.name for one in self.enrolled)
        for name, count in sorted(people.items()):
            yield "enrolled", name, samples(count)
        for one in self.enrolled:
            if one.turned_deg:
                yield "turned", printable(one.path), f"by {one.turned_deg}° to be upright"
        for refused in self.refused:
            yield "refused", printable(refused.sentence), ""
        for path, reason in self.passed_over:
            yield "passed over", printable(path), reason.words

    def _total(self) -> str:
        people = len({one.name for one in self.enrolled})
        return (
            f"{_count(len(self.enrolled), 'picture', 'pictures')} of "
            f"{_count(people, 'person', 'people')} enrolled; "
            f"{len(self.refused)} refused, {len(self.passed_over)} passed over."
        )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
