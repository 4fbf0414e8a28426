"""Open-set identification: comparison scores, and the thresholds that keep strangers out.

template            the one vector that stands for a person
template_index      a gallery's templates: faces compared with all of them
calibrated_index    the same with a threshold, by a calibration or by plain cosine
candidates          the people worth comparing with a face, in a large gallery
population          what strangers' embeddings are like
cohort              strangers drawn from a population, who normalise the scores
tail                from a rate of false positives to a threshold
gallery_similarity  how much more alike a gallery's own people are than strangers
calibration         a population and a tail, in the file that ships with a model
fit                 makes a calibration from a collection of people
archive             the checked reading of such files
"""
