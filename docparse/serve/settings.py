"""What a server is started with.

Reads: nothing.
Writes: `Settings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from docparse.archive.connections import Archive
from docparse.registers import Registers

PORT = 8337
"""Where `docparse serve` listens by default."""


@dataclass(frozen=True, slots=True)
class Settings:
    """An archive and who may see it.

    `key` is the token or password that lets in; `feeds`, what the addresses of feeds are made of, the same after a
    restart; `allow_secret`, whether documents marked as secret are there at all; `originals`, the folder of kept
    originals where it is not the one that the archive knows; `registers`, people's own tables, and `tables` the folder
    that they were read from where it was named; `patience`, the seconds that a page waits for a slow answer before it
    says that it is being worked out.
    """

    archive: Archive
    key: str
    feeds: str
    allow_secret: bool = False
    host: str = "127.0.0.1"
    port: int = PORT
    language: str = "en"
    originals: Path | None = None
    registers: Registers | None = None
    tables: Path | None = None
    patience: float = 0.05

    @property
    def is_local(self) -> bool:
        """Whether nobody on another machine can reach it."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a name or an address is that of this machine alone."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
