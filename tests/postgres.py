"""A PostgreSQL server for tests, from Debian's package: its own data, a Unix socket in a folder of its own, no port.

Reads: /usr/lib/postgresql, PATH.
Writes: a temporary folder; addresses of empty databases.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

PASSWORD = "mật@khẩu/1"
_NUMBERS = count()


def _bin() -> Path:
    """The folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    return (found[-1] if found else Path(str(on_path)).resolve()).parent


@contextmanager
def server() -> Iterator[sa.URL]:
    """Runs a server; gives the address of its first database, with the password of its user."""
    if os.name == "nt":
        pytest.skip("the server of Debian's package")
    import pwd

    programs = _bin()
    folder = Path(tempfile.mkdtemp(prefix="docparse-pg-"))
    # The server refuses to run as root.
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    who: dict[str, object] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    try:
        secret = folder / "password"
        secret.write_text(PASSWORD, "utf-8")
        if user:
            for path in folder, secret:
                os.chown(path, user.pw_uid, user.pw_gid)
        make = [programs / "initdb", "-D", folder / "data", "-U", "archivist", "--auth=scram-sha-256"]
        make += [f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(make, check=True, capture_output=True, cwd=folder, **who)  # type: ignore[call-overload]
        settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "lc_messages=C", "-k", folder]
        command = [programs / "postgres", "-D", folder / "data", *settings]
        with (folder / "log").open("wb") as log:
            run = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **who)  # type: ignore[call-overload]
        try:
            ready = [programs / "pg_isready", "-q", "-h", folder, "-t", "1"]
            for _ in range(60):
                if subprocess.run(ready, check=False).returncode == 0:
                    break
                assert run.poll() is None, (folder / "log").read_text("utf-8", "replace")
                _moment(run)
            yield sa.URL.create("postgresql", "archivist", PASSWORD, database="postgres", query={"host": str(folder)})
        finally:
            run.terminate()
            run.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _moment(run: subprocess.Popen[bytes]) -> None:
    """A moment, less where the process ends."""
    try:
        run.wait(0.3)
    except subprocess.TimeoutExpired:
        return


@contextmanager
def database(first: sa.URL) -> Iterator[sa.URL]:
    """The address of an empty database, which is gone at the end."""
    name = f"archive{next(_NUMBERS)}"
    _tell(first, f"CREATE DATABASE {name}")
    try:
        yield first.set(database=name)
    finally:
        _tell(first, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(url: sa.URL, statement: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
