"""A real FTP server (pyftpdlib) on this machine for the tests: shared storage that can be made to fail half-way.

Reads: requests of the tests; files of a folder.
Writes: what was asked of it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import DTPHandler, FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

USER, PASSWORD = "lan", "Zx9mk"


@dataclass
class Running:
    """A server: the address of its folder, names of the files that it sent, in order, and what it is to fail at."""

    address: str
    folder: Path
    sent: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Names of files in the midst of which it hangs up."""
    barred: set[str] = field(default_factory=set)
    """Names of files and folders that it gives to nobody."""


class _Data(DTPHandler):
    def send(self, data: bytes) -> int:
        if getattr(self.cmd_channel, "hangs_up", False):
            self.cmd_channel.close()
            return 0
        return int(super().send(data))


class _Authorizer(DummyAuthorizer):
    running: Running

    def has_perm(self, username: str, perm: str, path: str | None = None) -> bool:
        return Path(path or "").name not in self.running.barred and super().has_perm(username, perm, path)


@contextmanager
def server(folder: Path, *, password: str = "") -> Iterator[Running]:
    """A server that lets anybody read a folder, or, with a password, only `USER`."""

    class Handler(FTPHandler):
        dtp_handler = _Data
        authorizer = _Authorizer()
        hangs_up = False
        use_sendfile = False

        def ftp_RETR(self, file: str) -> str | None:
            running.sent.append(Path(file).name)
            self.hangs_up = Path(file).name in running.broken
            sent: str | None = super().ftp_RETR(file)
            return sent

    if password:
        Handler.authorizer.add_user(USER, password, str(folder))
    else:
        Handler.authorizer.add_anonymous(str(folder))
    logging.getLogger("pyftpdlib").setLevel(logging.CRITICAL)
    with ThreadedFTPServer(("127.0.0.1", 0), Handler) as ftp:
        _host, port = ftp.socket.getsockname()[:2]
        running = Running(f"ftp://127.0.0.1:{port}", folder)
        Handler.authorizer.running = running
        thread = threading.Thread(target=ftp.serve_forever, kwargs={"timeout": 0.1, "handle_exit": False}, daemon=True)
        thread.start()
        try:
            yield running
        finally:
            ftp.close_all()
            thread.join(5)
