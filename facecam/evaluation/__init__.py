"""How good and how fast the program is, measured.

    pairs         LFW's pairs.txt: which two pictures, the same person or not
    verification  are two pictures of one person? accuracy over the folds
    timing        median times of calls, side by side
    agreement     which of another detector's faces does ours find?
    rivals        the other packages, where they are installed

Nothing here prints; the command line does. See docs/accuracy.md and
docs/benchmarks.md for what was measured and how.
"""
