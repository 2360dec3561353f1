"""Create the roles; existing users become members."""

import sqlalchemy as sa
from alembic import op

revision = "roles"
down_revision = "people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    roles = op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "users_roles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "role_id"),
    )
    op.bulk_insert(roles, [{"name": "member"}, {"name": "staff"}, {"name": "admin"}])
    op.execute(
        "insert into users_roles (user_id, role_id) "
        "select users.id, roles.id from users, roles where roles.name = 'member'"
    )


def downgrade() -> None:
    op.drop_table("users_roles")
    op.drop_table("roles")
