"""The audit trail."""

from shared.persistence.migrations import create_audit_trail

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create_audit_trail()
