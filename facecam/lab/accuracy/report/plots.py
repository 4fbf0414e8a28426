"""The plots of a report, as SVG: light, plain, and apart for every kind of colour blindness."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from facecam.types import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from facecam.lab.accuracy.identification import Ranking
    from facecam.lab.accuracy.roc import Roc

# From Okabe and Ito's palette, as facecam.overlay's colours; these two are dark
# enough for a thin line on white.
BLUE, VERMILLION = "#0072B2", "#D55E00"
_STYLES = ((BLUE, "-"), (VERMILLION, "--"))
"""The colour and the line of the first and the second curve."""
_GREY = "#555555"
_SIZE_INCHES = (7.5, 4.2)
_BINS = 70
_RATES = 61


class _Drawing:
    """Axes to draw on, and their SVG afterwards."""

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.svg = b""


@contextmanager
def _drawing(x: str, y: str) -> Iterator[_Drawing]:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.size": 11, "svg.hashsalt": "facecam", "axes.axisbelow": True}):
        figure = Figure(figsize=_SIZE_INCHES, layout="constrained")
        drawing = _Drawing(figure.subplots())
        axes = drawing.axes
        axes.set(xlabel=x, ylabel=y)
        axes.grid(visible=True, color="#dddddd", linewidth=0.7)
        axes.spines[["top", "right"]].set_visible(False)
        yield drawing
        if axes.get_legend_handles_labels()[1]:
            figure.legend(loc="outside upper left", ncols=2, frameon=False)
        written = BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
        drawing.svg = written.getvalue()


def roc_plot(curves: Mapping[str, Roc]) -> bytes:
    """Draw true over false accepts, one or two curves by name."""
    with _drawing("different people accepted", "one person accepted") as drawing:
        least = min(float(curve.far[curve.far > 0].min()) for curve in curves.values())
        for (name, curve), (colour, line) in zip(curves.items(), _STYLES, strict=False):
            far = np.maximum(curve.far, least / 2)  # none accepted has no place on this axis
            drawing.axes.plot(
                far, curve.tar, label=name, drawstyle="steps-post", color=colour, linestyle=line
            )
        lowest = min(float(curve.tar[curve.far == 0].max()) for curve in curves.values())
        drawing.axes.set(xscale="log", xlim=(least / 2, 1), ylim=(max(lowest - 0.02, 0), 1.002))
        _percent(drawing.axes, "x")
        _percent(drawing.axes, "y")
    return drawing.svg


def dir_plot(curves: Mapping[str, Sequence[Ranking]]) -> bytes:
    """Draw the DIR over false alarms: the mean over trials, and the deviation as a band."""
    with _drawing("strangers named", "known people named rightly (DIR)") as drawing:
        strangers = max(len(trial.alarms) for trials in curves.values() for trial in trials)
        rates = np.geomspace(min(1 / strangers, 0.1), 1, _RATES)
        for (name, trials), (colour, line) in zip(curves.items(), _STYLES, strict=False):
            found = np.array([[trial.dir(float(rate)) for rate in rates] for trial in trials])
            mean, std = found.mean(axis=0), found.std(axis=0)
            drawing.axes.plot(rates, mean, label=name, color=colour, linestyle=line)
            band = np.clip([mean - std, mean + std], 0, 1)
            drawing.axes.fill_between(rates, *band, color=colour, alpha=0.15, linewidth=0)
        drawing.axes.set(xscale="log", xlim=(rates[0], 1), ylim=(None, 1.005))
        _percent(drawing.axes, "x")
        _percent(drawing.axes, "y")
    return drawing.svg


def scores_plot(scores: Mapping[str, Floats], thresholds: Mapping[str, float], of: str) -> bytes:
    """Draw how scores are distributed, and thresholds among them.

    Args:
        scores: ``(n,)`` each, of one or two kinds by name.
        thresholds: by what is written on them.
        of: what the height says, "share of the faces".
    """
    with _drawing("score", of) as drawing:
        finite = {name: values[np.isfinite(values)] for name, values in scores.items()}
        bins = np.histogram_bin_edges(np.concatenate([*finite.values()]), _BINS)
        for (name, values), (colour, line) in zip(finite.items(), _STYLES, strict=False):
            share = np.histogram(values, bins)[0] / max(len(values), 1)
            drawing.axes.stairs(
                share, bins, label=name, linewidth=1.5, color=colour, linestyle=line
            )
            drawing.axes.stairs(share, bins, fill=True, alpha=0.15, color=colour)
        drawing.axes.set_ylim(0, drawing.axes.get_ylim()[1] * 1.05)
        for text, threshold in thresholds.items():
            drawing.axes.axvline(threshold, color=_GREY, linestyle=":", linewidth=1.2)
            drawing.axes.annotate(
                text,
                (threshold, 0.98),
                xycoords=("data", "axes fraction"),
                xytext=(-2, 0),
                textcoords="offset points",
                rotation=90,
                ha="right",
                va="top",
                fontsize=9,
                color=_GREY,
            )
        _percent(drawing.axes, "y")
    return drawing.svg


def _percent(axes: Axes, which: str) -> None:
    def text(share: float, _: object) -> str:
        return f"{100 * share:.3g} %"

    (axes.xaxis if which == "x" else axes.yaxis).set_major_formatter(text)
