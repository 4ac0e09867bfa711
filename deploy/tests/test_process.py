"""Processes that outlive their starter."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil

from native import process
from native.process import Process


def _sleeper(tmp_path: Path, name: str = "tidur") -> Process:
    return Process(name, (sys.executable, "-c", "import time; time.sleep(60)"), tmp_path)


def test_started_process_is_found_and_stopped(tmp_path: Path) -> None:
    item = _sleeper(tmp_path)
    item.start(os.environ)
    found = item.find()
    assert found is not None
    item.start(os.environ)
    assert item.find() == found
    assert process.stop([item]) == []
    assert item.find() is None


def test_stale_pid_of_another_process_is_left_alone(tmp_path: Path) -> None:
    item = _sleeper(tmp_path)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "tidur.pid").write_text(str(os.getpid()))
    assert item.find() is None
    process.stop([item])
    assert psutil.pid_exists(os.getpid())


def test_same_command_of_another_stack_is_not_ours(tmp_path: Path) -> None:
    item, other = _sleeper(tmp_path / "a"), _sleeper(tmp_path / "b")
    item.start(os.environ)
    other.start(os.environ)
    theirs = (tmp_path / "b" / "run" / "tidur.pid").read_text()
    (tmp_path / "a" / "run" / "tidur.pid").write_text(theirs)
    assert item.find() is None
    item.start(os.environ)
    assert other.find() is not None
    process.stop([item, other])


def test_large_log_is_rotated_and_three_older_ones_stay(tmp_path: Path) -> None:
    log = tmp_path / "skp.log"
    for _ in range(5):
        log.write_bytes(b"x" * 10_000_001)
        process.rotate(log)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["skp.log.1", "skp.log.2", "skp.log.3"]
