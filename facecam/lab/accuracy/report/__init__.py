"""An evaluation as a page to read: one HTML file with its plots and pictures inside.

``plots`` draws, ``faces`` cuts pictures out, ``page`` puts them into HTML;
``verification`` and ``identification`` say what is on the pages.
"""
