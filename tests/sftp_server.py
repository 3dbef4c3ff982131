"""A real SFTP server (paramiko) on this machine for the tests: it lets one key in and gives the files of a folder.

Reads: requests of the tests; files of a folder.
Writes: keys in a folder of SSH.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paramiko

USER = "lan"


class _Door(paramiko.ServerInterface):
    """Lets one key in."""

    def __init__(self, key: paramiko.PKey) -> None:
        self._key = key

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        fits = username == USER and key == self._key
        return paramiko.AUTH_SUCCESSFUL if fits else paramiko.AUTH_FAILED

    def check_channel_request(self, _kind: str, _number: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Files(paramiko.SFTPServerInterface):
    """The files of a folder, as if it were the root."""

    root: Path

    def _at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        try:
            return [paramiko.SFTPAttributes.from_stat(p.lstat(), p.name) for p in self._at(path).iterdir()]
        except OSError as error:
            return int(paramiko.SFTPServer.convert_errno(error.errno))

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        try:
            return paramiko.SFTPAttributes.from_stat(self._at(path).stat())
        except OSError as error:
            return int(paramiko.SFTPServer.convert_errno(error.errno))

    def open(self, path: str, flags: int, attr: paramiko.SFTPAttributes) -> paramiko.SFTPHandle | int:
        handle = paramiko.SFTPHandle(flags)
        try:
            handle.readfile = self._at(path).open("rb")
        except OSError as error:
            return int(paramiko.SFTPServer.convert_errno(error.errno))
        handle.stat = lambda: self.stat(path)
        return handle


@contextmanager
def server(folder: Path, home: Path) -> Iterator[str]:
    """A server of a folder: its address. Args: `home`, of a user whose key it lets in and who knows its own."""
    ssh = home / ".ssh"
    ssh.mkdir(mode=0o700, parents=True)
    own, users = paramiko.RSAKey.generate(2048), paramiko.RSAKey.generate(2048)
    users.write_private_key_file(str(ssh / "id_rsa"))
    files = type("Files", (_Files,), {"root": folder})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        (ssh / "known_hosts").write_text(f"[127.0.0.1]:{port} {own.get_name()} {own.get_base64()}\n")
        threading.Thread(target=_serve, args=(listening, own, users, files), daemon=True).start()
        yield f"sftp://{USER}@127.0.0.1:{port}"


def _serve(listening: socket.socket, own: paramiko.PKey, users: paramiko.PKey, files: type[_Files]) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        transport = paramiko.Transport(connection)
        transport.add_server_key(own)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, files)
        try:
            transport.start_server(server=_Door(users))
        except (paramiko.SSHException, EOFError, OSError):
            transport.close()
