"""How often the right person is named, and a stranger: on folders of pictures.

pairs           reads LFW's pairs.txt: which two pictures, one person or two
verification    do two pictures show one person? by LFW's folds
roc             what thresholds accept: ROC, equal error rate, best threshold
trials          who is enrolled, whose probes are known, who is a stranger
experiment      from folders of pictures to trials, each with what compares its faces
crossfit        calibrations fitted on other people than those they are judged by
identification  who is it, when most are strangers? open set, one to many
answers         what the program would say of each probe, at the user's setting
misidentified   the worst of what it said wrongly
deviation       mean and deviation of a figure measured several times
report          an evaluation as a page to read
"""
