from shared.persistence.migrations import run
from skp.adapters.tables import metadata

run(metadata)
