from shared.persistence.migrations import run
from toy import metadata

run(metadata)
