"""Finding faces: ``mtcnn`` is the cascade, ``pyramid`` what its networks look at."""
