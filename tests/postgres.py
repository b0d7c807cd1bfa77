"""A PostgreSQL server beside the tests, with its data and its socket in a temporary folder.

It does not wait for the disk: a killed server loses nothing, only a crash of the machine would.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.running import wait_for

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
SETTINGS = {"listen_addresses": "", "fsync": "off", "shared_buffers": "16MB", "max_connections": "40"}
# It ends with the process that started it, even if that is killed; root cannot run it.
AS = ["setpriv", "--pdeathsig=SIGQUIT"]
AS_POSTGRES = [*AS, "--reuid=postgres", "--regid=postgres", "--clear-groups"]


class Server:
    """One server with any number of databases."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._data, self._number = folder, folder / "data", count()
        self._running: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Create an empty cluster whose only user is trusted."""
        words = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
        self._tool("initdb", f"--pgdata={self._data}", *words, host=False)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log.txt").open("ab") as log:
            self._running = subprocess.Popen(
                [*self._as(), FOLDERS[-1] / "postgres", "-D", self._data, "-k", self.folder, *settings],
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        wait_for("PostgreSQL", self._answers)

    def kill(self) -> None:
        """Kill the server at once, as in a power failure; the next start recovers what was committed."""
        if self._running:
            self._running.send_signal(signal.SIGQUIT)  # also ends its children, which SIGKILL would leave
            self._running.wait()

    def new_url(self) -> str:
        """Create an empty schema, which is faster than a new database; return its URL."""
        name = f"ledger_{next(self._number)}"
        self._tool("psql", "--quiet", f"--command=CREATE SCHEMA {name}", "postgres")
        return f"{self.url('postgres')}&options=-csearch_path%3D{name}"

    def new_database(self, *words: str) -> str:
        """Create an empty database; return its URL."""
        name = f"ledger_{next(self._number)}"
        self._tool("createdb", *words, name)
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def dump(self, url: str) -> str:
        """Dump a database as described in docs/ledger.md."""
        return self._tool("pg_dump", _name(url))

    def restore(self, dump: str) -> str:
        """Restore into a new database as described in docs/ledger.md; return its URL."""
        url = self.new_database()
        self._tool("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", _name(url), given=dump)
        return url

    def _answers(self) -> bool:
        words = [FOLDERS[-1] / "pg_isready", "--quiet", f"--host={self.folder}"]
        return subprocess.run(words, check=False).returncode == 0

    def _tool(self, tool: str, *words: str, host: bool = True, given: str | None = None) -> str:
        line = [f"--host={self.folder}", "--username=postgres"] if host else []
        argv = [*self._as(), str(FOLDERS[-1] / tool), *line, *words]
        done = subprocess.run(argv, cwd=self.folder, input=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _as(self) -> list[str]:
        return AS_POSTGRES if os.getuid() == 0 else AS


@contextmanager
def running_server() -> Iterator[Server]:
    """Run a server; the test is skipped if PostgreSQL is not installed."""
    if not FOLDERS:
        pytest.skip("no PostgreSQL is installed; on Debian and Ubuntu: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="wanghai-postgres-") as folder:
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        server = Server(Path(folder))
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]
