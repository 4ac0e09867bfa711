"""Our own RabbitMQ node from an installed ``rabbitmq-server`` (3.10 or 4.x): own ports, own data, own epmd."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"
CTL = "/usr/lib/rabbitmq/bin/rabbitmqctl"
_START_SECONDS = 90


class NoBroker(RuntimeError):
    """There is no RabbitMQ and none can be installed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class RabbitServer:
    """A running node on loopback. ``port`` is AMQP; distribution, epmd and management lie 10, 20 and 30 above it."""

    folder: Path
    port: int
    password: str

    @property
    def amqp_url(self) -> str:
        return f"amqp://kinerja:{self.password}@127.0.0.1:{self.port}/%2F"

    @property
    def management_url(self) -> str:
        return f"http://kinerja:{self.password}@127.0.0.1:{self.port + 30}"

    def stop(self) -> None:
        """Stop the node and the epmd that it started."""
        subprocess.run([CTL, "shutdown"], env=_environment(self.folder, self.port), capture_output=True, timeout=60, check=False)  # noqa: S603
        _stop_epmd(self.folder, self.port)

    def kill(self) -> None:
        """End the node at once, as a crash would (failure tests)."""
        os.kill(int((self.folder / "rabbit.pid").read_text()), signal.SIGKILL)
        while _open(self.port):
            time.sleep(0.05)


def _environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"kinerja{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(port + 10),
        "ERL_EPMD_PORT": str(port + 20),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_PID_FILE": str(folder / "rabbit.pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none",
    }


def ensure_installed() -> None:
    """Install Debian's package when we may, without letting it start a broker of its own; else say what to do."""
    if Path(SERVER).exists():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoBroker("RabbitMQ is missing: install it (apt-get install rabbitmq-server) or set AMQP_URL to a broker you have.")
    policy = Path("/usr/sbin/policy-rc.d")
    had = policy.exists()
    if not had:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S607
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "rabbitmq-server"], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S607
    finally:
        if not had:
            policy.unlink()


def start(folder: Path, port: int) -> RabbitServer:
    """Start the node of ``folder`` and wait until its AMQP port answers; a node that runs there already is used as it is."""
    ensure_installed()
    folder.mkdir(parents=True, exist_ok=True)
    secret = folder / "password"
    if not secret.exists():
        secret.touch(0o600)
        secret.write_text(secrets.token_hex(20))
        cookie = folder / ".erlang.cookie"
        cookie.write_text(secrets.token_hex(20))
        cookie.chmod(0o400)
    server = RabbitServer(folder, port, secret.read_text().strip())
    if _is_ours(server):
        return server
    if _open(port):
        raise NoBroker(f"Port {port} is taken by another program.")
    (folder / "enabled_plugins").write_text("[rabbitmq_management].\n")
    (folder / "rabbitmq.conf").write_text(
        f"default_user = kinerja\ndefault_pass = {server.password}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {port + 30}\n"
        "vm_memory_high_watermark.absolute = 512MB\ndisk_free_limit.absolute = 200MB\nlog.file.level = warning\n"
    )
    with (folder / "start.log").open("ab") as log:
        subprocess.Popen([SERVER], env=_environment(folder, port), cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
    deadline = time.monotonic() + _START_SECONDS
    while not (_open(port) and _open(port + 30)):
        if time.monotonic() > deadline:
            raise NoBroker(f"RabbitMQ did not start on port {port}: {(folder / 'start.log').read_text()[-800:]}")
        time.sleep(0.2)
    return server


def _is_ours(server: RabbitServer) -> bool:
    pid_file = server.folder / "rabbit.pid"
    if not (pid_file.exists() and _open(server.port)):
        return False
    try:
        command = Path(f"/proc/{pid_file.read_text().strip()}/cmdline").read_bytes()
    except OSError:
        return False
    return str(server.folder).encode() in command


def _open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _stop_epmd(folder: Path, port: int) -> None:
    for binary in sorted(Path("/usr/lib/erlang").glob("erts-*/bin/epmd")):
        subprocess.run([str(binary), "-port", str(port + 20), "-kill"], env=_environment(folder, port), capture_output=True, check=False)  # noqa: S603
