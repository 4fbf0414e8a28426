"""Facecam recognises faces in a live camera picture, on this computer only.

The walk of the data, one module or package a step:

    capture    a camera, file, stream or the demo gives frames; the newest wins
    detect     MTCNN finds faces: box, score and five landmarks
    track      a face keeps its id from frame to frame
    embed      FaceNet turns the face's crop into a unit vector
    gallery    the enrolled people and their embeddings, kept in SQLite
    match      an embedding is compared with the gallery: a name, or unknown
    pipeline   the steps above as one object: Frame in, FrameResult out
    engine     the threads that drive the pipeline; gui and cli stand on it
"""

__version__ = "0.1.0"
