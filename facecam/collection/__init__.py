"""A folder with a sub-folder a person, embedded through the pipeline."""
