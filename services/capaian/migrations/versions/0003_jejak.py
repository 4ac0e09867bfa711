"""The audit trail."""

from shared.persistence.migrations import create_audit_trail

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_audit_trail()
