"""How long parts and the whole take, beside other programs and what the machine can do.

timing          median times of calls, measured in turns
launch          from the program's start to its first picture and first name
milestones      the real program, which prints when these two came
embedding       FaceNet on LiteRT and on TensorFlow: how fast, and how alike
gallery_search  the nearest people found in galleries of many sizes
roofline        the networks' times beside what they would take at the machine's peak
flops           the operations of a network, counted in its graph
peak            the machine's peak: float32 matrix products
agreement       which of another detector's faces ours finds
peer_detectors  the detectors of other packages, where they are installed
peers           whole recognisers of other make
peer_race       times them in turns on the same frames
results         what a benchmark gave, kept in a file
comparison      two such results side by side
"""
