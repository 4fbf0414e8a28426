"""How well each sample's face could be seen; samples of before weigh the same."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("samples", sa.Column("quality", sa.Double, nullable=False, server_default="1.0"))
