from toy import metadata

from shared.persistence.migrations import run

run(metadata)
