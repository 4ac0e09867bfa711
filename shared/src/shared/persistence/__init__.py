"""The database of a service: transactions, units of work, mechanism tables, migrations."""

from shared.persistence.database import Database
from shared.persistence.unit_of_work import SYSTEM, UnitOfWork, upsert_copies, upsert_copy

__all__ = ["SYSTEM", "Database", "UnitOfWork", "upsert_copies", "upsert_copy"]
