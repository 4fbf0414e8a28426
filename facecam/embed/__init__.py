"""Turning a face into a vector: ``crop`` cuts it out, ``facenet`` embeds it."""
