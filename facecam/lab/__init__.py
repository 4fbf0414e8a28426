"""How good and how fast the program is, measured.

    subject       the face that a picture is about, embedded through the pipeline
    collection    a folder with a sub-folder a person; trials: who is enrolled, who a stranger
    crossfit      calibrations fitted on other people than those they are judged by
    pairs         LFW's pairs.txt: which two pictures, the same person or not
    verification  are two pictures of one person? accuracy over the folds
    identification  who is it, when most are strangers? answers: as the program says it
    report        an evaluation as a page to read
    video         who is named in a clip? by the truth of its faces, and their appearances
    timing        median times of calls, side by side
    agreement     which of another detector's faces does ours find?
    rivals        the other packages' detectors, where they are installed
    peers         whole recognisers of other make; peer_race times them in turns
    results       what a benchmark gave, kept in a file; comparison sets two side by side

Nothing here prints; the command line does. See docs/accuracy.md and
docs/benchmarks.md for what was measured and how.
"""
