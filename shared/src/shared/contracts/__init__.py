"""Event contracts: what the services tell each other and other platforms. Needs nothing else of the house."""

from shared.contracts import akses, auth, capaian, jejak, penilaian, skp
from shared.contracts.catalogue import BY_CLASS, BY_TYPE, EVERY_SERVICE, Contract

__all__ = ["BY_CLASS", "BY_TYPE", "EVERY_SERVICE", "Contract", "akses", "auth", "capaian", "jejak", "penilaian", "skp"]
