"""An evaluation as a page to read: one HTML file with its plots and pictures inside.

verification    what is on the page of a verification
identification  what is on the page of an identification
page            the parts of a page, by its templates page.html and blocks.html
plots           the plots, as SVG
faces           faces cut out of pictures
"""
