"""How smoothly, how soon and how rightly faces are named in clips.

replay          plays a clip in the real window and records what is painted
playback        that record
reference       a full search of every frame: what is to be seen in the clip
live            the figures: a playback held against a reference
painted_boxes   its boxes: recall, precision, identity switches
naming_times    its names: how long each took to come
truth           reads a CSV file that says where each face is, and whose
appearances     a true face in consecutive frames
naming          the program's names held against that truth
frames          pictures taken evenly from a folder, a clip or the demo
made_to_measure clips of another size, rate or length
"""
