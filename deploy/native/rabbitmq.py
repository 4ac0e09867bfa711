"""Our own RabbitMQ node from an installed rabbitmq-server: own ports, own data, own cookie, own epmd. For RabbitMQ 3.10 to 4.x."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests

from native.unprivileged import Account, account, data_place

_SCRIPTS = "/usr/lib/rabbitmq/bin"  # Debian's programs in /usr/sbin insist on the user and folder of the system's own broker
_PATH = f"{_SCRIPTS}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_USER = "kinerja"
_PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"
_OPEN_FILES = 65536
_START_SECONDS = 90
_STOP_SECONDS = 30
_started: list[subprocess.Popen[bytes]] = []  # kept, for one that is collected while its process runs warns of a leak


class RabbitError(RuntimeError):
    """The broker did not start, or is not installed; one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class RabbitServer:
    """A node on 127.0.0.1 with its management interface."""

    home: Path
    port: int
    dist_port: int
    epmd_port: int
    management_port: int
    who: Account
    password: str = field(repr=False)

    @property
    def amqp_url(self) -> str:
        return f"amqp://{_USER}:{self.password}@127.0.0.1:{self.port}/"

    @property
    def management_url(self) -> str:
        return f"http://{_USER}:{self.password}@127.0.0.1:{self.management_port}"

    @property
    def node(self) -> str:
        return f"kinerja-{self.port}@localhost"

    @property
    def env(self) -> dict[str, str]:
        home = self.home
        return {
            "PATH": _PATH,
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "ERL_EPMD_PORT": str(self.epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.dist_port),
            "RABBITMQ_MNESIA_BASE": str(home / "data"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_PID_FILE": str(home / "node.pid"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_CONFIG_FILES": str(home / "conf.d"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def stop(self) -> None:
        """Stop the node, then the port mapper that it started and that would outlive it."""
        process = self.process()
        if process is not None:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(5)
        epmd = shutil.which("epmd", path=_PATH)
        if epmd is not None:
            self.who.run([epmd, "-kill"], env=self.env, check=False)
        _started[:] = [child for child in _started if child.poll() is None]

    def remove(self) -> None:
        """Stop it, and delete its data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def kill(self) -> None:
        """As a power cut would."""
        process = self.process()
        if process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait(5)

    def process(self) -> psutil.Process | None:
        """The node's process, known by its pid file *and* its home folder on the command line."""
        try:
            process = psutil.Process(int((self.home / "node.pid").read_text()))
            return process if str(self.home) in process.cmdline() else None
        except (OSError, ValueError, psutil.Error):
            return None

    def is_listening(self) -> bool:
        """Whether the broker speaks AMQP; its diagnostics answer earlier than that."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(_PROTOCOL_HEADER)
                return connection.recv(1) == b"\x01"
        except OSError:
            return False


def start(
    folder: Path,
    port: int,
    *,
    dist_port: int | None = None,
    epmd_port: int | None = None,
    management_port: int | None = None,
) -> RabbitServer:
    """Start the node of ``folder``, or find it running. Other ports are by default the three after ``port``. Raises :class:`RabbitError`."""
    program = _program()
    server = _server(folder, port, dist_port, epmd_port, management_port)
    if server.process() is None:
        _configure(server)
        _launch(server, program)
    _wait(server)
    _ensure_user(server, program)
    return server


def running(
    folder: Path, port: int, *, dist_port: int | None = None, epmd_port: int | None = None, management_port: int | None = None
) -> RabbitServer | None:
    """The running node of ``folder``, for stopping it."""
    if not (data_place(folder, account()) / "sandi-rabbitmq").exists():
        return None
    server = _server(folder, port, dist_port, epmd_port, management_port)
    return server if server.process() is not None else None


def _server(folder: Path, port: int, dist_port: int | None, epmd_port: int | None, management_port: int | None) -> RabbitServer:
    who = account()
    home = who.folder(data_place(folder, who))
    secret = home / "sandi-rabbitmq"
    if not secret.exists():
        who.write(secret, secrets.token_urlsafe(24))
    return RabbitServer(home, port, dist_port or port + 1, epmd_port or port + 2, management_port or port + 3, who, secret.read_text())


def _program() -> str:
    found = shutil.which("rabbitmq-server", path=_PATH)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        found = shutil.which("rabbitmq-server", path=_PATH)
    if found is None:
        raise RabbitError(
            "RabbitMQ is not installed: install it (Debian: sudo apt-get install rabbitmq-server; its own broker need not run),"
            " or give the address of a running one in AMQP_URL."
        )
    return found


def _install() -> None:
    """Debian's package, without letting it start a broker of its own."""
    print("memasang rabbitmq-server (apt-get) ...", file=sys.stderr, flush=True)
    policy = Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "rabbitmq-server"]):
            result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            if result.returncode:
                raise RabbitError(f"{' '.join(command)} failed: {result.stderr.strip()[-500:]}")
    finally:
        if ours:
            policy.unlink()


def _configure(server: RabbitServer) -> None:
    who, home = server.who, server.home
    for name in ("data", "log", "conf.d", "generated"):
        who.folder(home / name)
    cookie = home / ".erlang.cookie"
    if not cookie.exists():
        who.write(cookie, secrets.token_hex(24))
        who.own(cookie, 0o400)
    who.write(home / "rabbitmq-env.conf", "")
    who.write(home / "enabled_plugins", "[rabbitmq_management].\n")
    who.write(
        home / "rabbitmq.conf",
        f"""listeners.tcp.local = 127.0.0.1:{server.port}
management.tcp.ip = 127.0.0.1
management.tcp.port = {server.management_port}
default_user = {_USER}
default_pass = {server.password}
default_user_tags.administrator = true
default_permissions.configure = .*
default_permissions.read = .*
default_permissions.write = .*
loopback_users = none
vm_memory_high_watermark.absolute = 768MB
disk_free_limit.absolute = 200MB
log.file.level = info
log.file.rotation.size = 10485760
log.file.rotation.count = 3
""",
    )


def _launch(server: RabbitServer, program: str) -> None:
    (server.home / "node.pid").unlink(missing_ok=True)
    limit = f'ulimit -n {_OPEN_FILES} 2>/dev/null; exec "$@"'
    with (server.home / "log" / "start.log").open("wb") as output:
        _started.append(server.who.spawn(["/bin/sh", "-c", limit, "sh", program], env=server.env, output=output))


def _wait(server: RabbitServer) -> None:
    deadline = time.monotonic() + _START_SECONDS
    started = time.monotonic()
    while not server.is_listening():
        dead = server.process() is None and time.monotonic() - started > 15
        if dead or time.monotonic() > deadline:
            log = server.home / "log" / "start.log"
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else ""
            raise RabbitError(f"RabbitMQ did not start on port {server.port}; the end of {log}:\n{tail}")
        time.sleep(0.2)


def _ensure_user(server: RabbitServer, program: str) -> None:
    """Wait for the management interface, and mend the password when the data was made with another one."""
    deadline = time.monotonic() + 30
    status = 0
    while time.monotonic() < deadline:
        try:
            status = requests.get(f"{server.management_url}/api/whoami", timeout=5).status_code
        except requests.RequestException:
            status = 0
        if status in {200, 401}:
            break
        time.sleep(0.2)
    if status == 200:
        return
    if status != 401:
        raise RabbitError(f"the management interface on port {server.management_port} does not answer")
    control = str(Path(program).with_name("rabbitmqctl"))
    for arguments in (
        ["add_user", _USER, server.password],
        ["change_password", _USER, server.password],
        ["set_user_tags", _USER, "administrator"],
        ["set_permissions", _USER, ".*", ".*", ".*"],
    ):
        server.who.run([control, *arguments], env=server.env, check=False)
