"""Files on shared storage, by address: "s3://bucket/folder", "sftp://host/folder"; fsspec knows how to get at them.

Whoever needs the bytes of a file fetches them for itself: a worker, on whatever machine it runs. An address is a path,
so that it sorts, nests and is kept as one. Passwords are no part of an address, for that stays in the archive; they
come from the configuration of fsspec or of the storage. Nothing is asked of a host that the user did not name.

Reads: files and folders of storage.
Writes: nothing.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from docparse.errors import MissingFile, MissingPackage, NotFetched, WrongStorage
from docparse.files import HIDDEN, Named
from docparse.formats import SUFFIXES

if sys.platform == "win32":
    from pathlib import WindowsPath as _Path
else:
    from pathlib import PosixPath as _Path

T = TypeVar("T")


class _Protocol(NamedTuple):
    """How a storage is reached: the extra of docparse with its driver, and the errors of that which are no OSError."""

    has_host: bool
    extra: str = ""
    errors: tuple[str, ...] = ()


PROTOCOLS = {
    "file": _Protocol(has_host=False),
    "ftp": _Protocol(has_host=True, errors=("ftplib.Error", "builtins.EOFError", "builtins.UnicodeError")),
    "s3": _Protocol(
        has_host=False,
        extra="s3",
        errors=("botocore.exceptions.BotoCoreError", "botocore.exceptions.ClientError", "aiohttp.ClientError"),
    ),
    "sftp": _Protocol(
        has_host=True, extra="sftp", errors=("paramiko.SSHException", "builtins.EOFError", "builtins.UnicodeError")
    ),
}
"""What is read. Others of fsspec ask hosts for credentials that nobody named, or tell no size and time in a listing."""

_PREFIX = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):[/\\]")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_REFUSED = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)
"""Answers of a storage that works."""

_connected: dict[str, Any] = {}
"""Connections of this process that nobody uses just now."""


class State(NamedTuple):
    """What a listing says of a file: bytes, and seconds since 1970; None where it does not."""

    size: int | None
    mtime: float | None


class Address(_Path):
    """A file or folder on storage, or a document in a container there, as a path whose words are its address."""

    __slots__ = ()

    def __str__(self) -> str:
        path = super().__str__()
        if m := _PREFIX.match(path):
            return f"{m[1]}:{'///' if m[1] == 'file' else '//'}{path[m.end() :]}".replace(os.sep, "/")
        return path

    def absolute(self) -> Address:
        """The address itself."""
        return self

    def read_bytes(self) -> bytes:
        """The bytes of the file. Raises MissingFile, NotFetched, MissingPackage."""
        return _asked(self, lambda store, path: bytes(store.cat_file(path)))

    def open(self, *_mode: Any, **_how: Any) -> Any:
        """The file, fetched whole, for reading its bytes. Raises as `read_bytes`."""
        return BytesIO(self.read_bytes())

    def state(self) -> State | None:
        """What the storage says of the file; None where there is none. Raises as `read_bytes`."""
        info = _info(self)
        return _state(info) if info and info["type"] != "directory" else None

    def exists(self, *, follow_symlinks: bool = True) -> bool:
        """Whether there is such a file or folder. Raises as `read_bytes`, where that cannot be known."""
        return _info(self) is not None


def is_address(word: str) -> bool:
    """Whether a word is meant as an address, also as one that is not read."""
    return bool(_ADDRESS.match(word))


def located(word: str) -> Path:
    """The path or the address that a word of an archive is."""
    return Address(word) if is_address(word) else Path(word)


def absolute_of(path: Path) -> Path:
    """A path from the root on; an address is one."""
    return path if isinstance(path, Address) else Path(os.path.abspath(path))


def is_gone(path: Path) -> bool:
    """Whether there is surely nothing at a path; of storage that does not answer nothing is known."""
    if not isinstance(path, Address):
        return not os.path.lexists(path)
    with suppress(MissingFile):
        return not path.exists()
    return False


def address(word: str) -> Address:
    """The address that a person typed. Raises WrongStorage, without the password that it may hold."""
    try:
        parts = urlsplit(word)
        where = f"{parts.scheme}://{parts.hostname}:{parts.port or ''}".removesuffix(":")
    except ValueError:
        raise WrongStorage(f"{word.partition(':')[0]}://", "no host or bucket in it") from None
    if parts.password is not None:
        raise WrongStorage(where, "it holds a password, which would be kept")
    if parts.scheme not in PROTOCOLS:
        raise WrongStorage(word, ", ".join(f"{name}://" for name in PROTOCOLS))
    if not (parts.netloc or (parts.path.strip("/") and parts.scheme == "file")):
        raise WrongStorage(word, "no host or bucket in it")
    if parts.netloc and parts.scheme == "file":
        raise WrongStorage(word, "file:///folder has three slashes")
    return Address(f"{parts.scheme}{word[len(parts.scheme) :]}")


def survey(root: Address) -> tuple[Named, Mapping[Path, State]]:
    """The documents at an address and below, as `files.survey` has those of folders, and what the listing says of them.

    Raises MissingFile, NotFetched, MissingPackage where nothing can be listed; a folder below that may not be opened is
    one of `unreadable`.
    """
    info = _info(root)
    if info is None:
        raise MissingFile(str(root))
    if info["type"] != "directory":
        return Named((root,), {}, ()), {root: _state(info)}
    found, left_out, unreadable = dict[Path, State](), Counter[str](), list[MissingFile]()
    base = _place(root)[0]

    def refused(error: OSError) -> None:
        """Keeps what a folder below was refused with; anything else ends the survey."""
        if not isinstance(error, _REFUSED):
            raise error
        unreadable.append(MissingFile(str(error.filename or root), error.strerror or str(error)))

    def walk(store: Any, path: str) -> None:
        """Lists all below, from the beginning again where the connection broke."""
        found.clear()
        left_out.clear()
        unreadable.clear()
        for folder, _, inside in store.walk(path, detail=True, on_error=refused):
            for name in (name for name in inside if not name.startswith(HIDDEN)):
                file = Address(f"{base}{folder.rstrip('/')}/{name}")
                if not name:
                    # S3 has objects that stand for their folder, and lists "a//b" as if it were that.
                    if inside[name]["type"] == "directory":
                        unreadable.append(MissingFile(f"{file}//", "two slashes"))
                elif file.suffix.lower() in SUFFIXES:
                    found[file] = _state(inside[name])
                else:
                    left_out[file.suffix.lower() or file.name] += 1

    _asked(root, walk)
    return Named(tuple(sorted(found)), left_out, tuple(unreadable)), found


def _info(file: Address) -> Mapping[str, Any] | None:
    """What the storage says of a file or a folder; None where there is neither."""
    if not is_address(str(file)):
        # What stands above the host or bucket.
        return None

    def ask(store: Any, path: str) -> Mapping[str, Any] | None:
        """What the storage says; None for nothing there, which is no failure of the storage."""
        try:
            found: Mapping[str, Any] = store.info(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found

    return _asked(file, ask)


def _state(info: Mapping[str, Any]) -> State:
    """The size and time of a listing, which every driver of fsspec calls otherwise."""
    if info["type"] != "file" or info.get("islink"):
        # The time of a link says nothing of the file that it leads to.
        return State(None, None)
    changed = next((info[key] for key in ("mtime", "LastModified", "modify") if key in info), None)
    if isinstance(changed, str):
        # FTP (RFC 3659): UTC without saying so.
        with suppress(ValueError):
            changed = datetime.strptime(changed[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if isinstance(changed, datetime):
        changed = changed.timestamp()
    return State(info.get("size"), float(changed) if isinstance(changed, int | float) else None)


# --- connections --------------------------------------------------------------------------------------------------


def _place(file: Address) -> tuple[str, str]:
    """The storage of an address, and the path there as its driver takes it."""
    protocol, _, rest = str(file).partition("://")
    if not PROTOCOLS[protocol].has_host:
        return f"{protocol}://", rest
    host, _, path = rest.partition("/")
    return f"{protocol}://{host}", f"/{path}"


def _asked(file: Address, ask: Callable[[Any, str], T]) -> T:
    """What a storage answers about a file; where a connection was lost that had served before, a new one is asked."""
    base, path = _place(file)
    errors = _errors(file, base.partition(":")[0])
    # One that is in use is nobody else's, and one whose use was cut short is never used again.
    store = _connected.pop(base, None)
    while True:
        was_connected = store is not None
        try:
            store = store or _connect(file, base)
            store.invalidate_cache()
            answer = ask(store, path)
        except errors as error:
            if isinstance(error, _REFUSED) and not _is_transient(error):
                _connected[base] = store
                raise MissingFile(str(file), error.strerror or "") from error
            if not was_connected:
                raise NotFetched(str(file), _words(error)) from error
            store = None
        else:
            _connected[base] = store
            return answer


def _is_transient(error: OSError) -> bool:
    """Whether a server of FTP would have the same request later (RFC 959, 4yz): its driver takes that for no file."""
    return type(error.__cause__).__name__ == "error_temp"


def _errors(file: Address, protocol: str) -> tuple[type[Exception], ...]:
    """What the driver of a storage raises when it cannot do its work."""
    names = (name.rpartition(".") for name in PROTOCOLS[protocol].errors)
    try:
        return OSError, *(getattr(import_module(module), name) for module, _, name in names)
    except ImportError as error:
        raise MissingPackage(str(file), f'pip install "docparse[{PROTOCOLS[protocol].extra}]"') from error


def _words(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said.partition("\n")[0] or type(error).__name__


def _connect(file: Address, base: str) -> Any:
    """A connection of the driver, which is no other's. Raises MissingPackage, WrongStorage."""
    import fsspec

    parts = urlsplit(base)
    how: dict[str, Any] = {"skip_instance_cache": True}
    match parts.scheme:
        case "s3":
            how["endpoint_url"] = _endpoint(file)
        case "ftp":
            how |= {"host": parts.hostname, "port": parts.port or 21}
        case "sftp":
            how |= {"host": parts.hostname, "port": parts.port or 22, "host_key_policy": _known_hosts()}
    if parts.username:
        how["username"] = parts.username
    try:
        return fsspec.filesystem(parts.scheme, **how)
    except ImportError as error:
        raise MissingPackage(str(file), f'pip install "docparse[{PROTOCOLS[parts.scheme].extra}]"') from error


def _endpoint(file: Address) -> str:
    """The server of S3, which has to be named: by default documents would be looked for at Amazon."""
    import fsspec.config

    # Who has no keys would be looked up at an address that some clouds answer and nobody named.
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    named = fsspec.config.conf.get("s3", {}).get("endpoint_url") or os.environ.get("AWS_ENDPOINT_URL")
    if not named:
        raise WrongStorage(str(file), "AWS_ENDPOINT_URL does not say which server is meant")
    return str(named)


def _known_hosts() -> Any:
    """Lets in the servers that OpenSSH knows of this user: the driver itself takes any for the one that is meant."""
    import paramiko

    def check(_policy: object, _client: object, hostname: str, key: object) -> None:
        """Refuses the key of a host that is not the one known."""
        known = paramiko.HostKeys()
        try:
            known.load(os.path.expanduser("~/.ssh/known_hosts"))
        except FileNotFoundError:
            pass
        except paramiko.hostkeys.InvalidHostKey as error:
            raise paramiko.SSHException(f"a line of ~/.ssh/known_hosts is broken: {error.line[:40]}") from error
        if not known.check(hostname, key):
            raise paramiko.SSHException(f"the key of {hostname} is not in ~/.ssh/known_hosts")

    return type("KnownHosts", (paramiko.MissingHostKeyPolicy,), {"missing_host_key": check})
