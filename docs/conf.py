"""Sphinx: the pages of docs/, and the program's modules from their docstrings (`make docs`)."""

from sphinx.application import Sphinx

import facecam

project = "Facecam"
author = "The Facecam maintainers"
version = release = facecam.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.apidoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
apidoc_modules = [
    {
        "path": "../facecam",
        "destination": "api",
        "exclude_patterns": ["../facecam/gallery/migrations/*"],
        "separate_modules": True,
        "module_first": True,
    }
]
autodoc_member_order = "bysource"
autodoc_inherit_docstrings = False
autodoc_typehints = "description"
napoleon_use_ivar = True
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"Facecam {version}"
exclude_patterns = ["_build"]
suppress_warnings = ["ref.python"]  # a package offers again what one of its modules defines


def _skip_signals(
    _app: Sphinx, _what: str, _name: str, member: object, skip: bool, _options: object
) -> bool:
    """Leave out Qt's own text on signals: each class's docstring says what its signals mean."""
    return skip or type(member).__name__ == "pyqtSignal"


def setup(app: Sphinx) -> None:
    """Connect what is above; Sphinx calls it."""
    app.connect("autodoc-skip-member", _skip_signals)
