"""Alembic's entry: migrate within the transaction that the program has begun.

To change the schema: add ``versions/000N_what_changes.py`` with the next
number, change ``schema.py`` and its ``REVISION``, and test the step on a file
of the old schema.
"""

from alembic import context

from facecam.gallery.schema import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
