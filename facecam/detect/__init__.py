"""Finding faces: ``mtcnn`` is the cascade, ``boxes`` its arithmetic."""
