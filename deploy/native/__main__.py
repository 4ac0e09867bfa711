"""`python -m native up|down|status|logs|cli|cerita|reset`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from native.layout import ROOT, Layout
from native.stack import Stack, StackError


def main() -> int:
    parser = argparse.ArgumentParser(prog="native", description="Kinerja on this machine, without containers.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in (
        ("up", "start what does not run and wait until it is ready"),
        ("down", "stop it; the data stays"),
        ("status", "what runs"),
        ("reset", "stop it and delete its data"),
        ("cerita", "live the sample year through the public API"),
    ):
        commands.add_parser(name, help=purpose)
    commands.add_parser("logs", help="follow the logs").add_argument("name", nargs="?", default="")
    cli = commands.add_parser("cli", help="a service's own command line")
    cli.add_argument("service")
    cli.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    stack = Stack(Layout.from_env(), web_workers=int(os.environ.get("WEB_CONCURRENCY") or 2))
    try:
        return _run(stack, options)
    except StackError as error:
        print(error, file=sys.stderr)
        return 1


def _run(stack: Stack, options: argparse.Namespace) -> int:
    if options.command == "cli":
        return stack.cli(options.service, options.arguments)
    if options.command == "cerita":
        return _story(stack)
    if options.command == "logs":
        return _follow(stack, options.name)
    if options.command == "status":
        _print_status(stack)
    else:
        {"up": stack.up, "down": stack.down, "reset": stack.reset}[options.command]()
    return 0


def _story(stack: Stack) -> int:
    """The sample year, then where to look and as whom."""
    layout = stack.layout
    accounts = layout.var / "demo.json"
    story = ["deploy/contoh/cerita.py", "--url", layout.url, "--keluaran", str(accounts)]
    code = subprocess.run([sys.executable, *story], cwd=ROOT, env=stack.environment(), check=False).returncode
    if code == 0:
        print(f"\nKinerja: {layout.url}\n")
        for row in json.loads(accounts.read_text())["akun"]:
            print(f"  {row['nama']:<24} {row['peran']:<28} {row['nip']}  {row['kata_sandi']}")
        print("\nmake down menghentikan, make logs mengikuti log, make reset menghapus datanya.")
    return code


def _follow(stack: Stack, name: str) -> int:
    files = sorted(str(path) for path in stack.layout.logs.glob(f"{name or '*'}*.log"))
    if not files:
        raise StackError(f"tidak ada log di {stack.layout.logs}")
    os.execvp("tail", ["tail", "-n", "100", "-F", *files])  # noqa: S606 - never returns; Ctrl-C ends it


def _print_status(stack: Stack) -> None:
    rows = stack.status()
    for row in rows:
        print(f"{row.name:<18} {row.pid or '-':>8} {row.resident_mb:>8.0f} MB  {row.ready}")
    print(f"{'jumlah':<18} {'':>8} {sum(row.resident_mb for row in rows):>8.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
