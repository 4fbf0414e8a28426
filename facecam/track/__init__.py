"""Following faces from frame to frame.

``tracker`` keeps a face's id and knows where it will be next, ``schedule``
decides when to search the whole picture and which face to embed, ``identity``
fuses a face's embeddings into one answer that does not flicker.
"""
