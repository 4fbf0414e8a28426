"""Open-set recognition: a score that is fair to every face, a threshold that keeps strangers out.

``population`` describes strangers, ``cohort`` says how near a vector is to them
anyway, ``score`` compares a face with everyone enrolled, ``tail`` turns "1 in
1,000 strangers" into a threshold, ``calibration`` is the file that ships with a
model, ``fit`` makes it.
"""
