"""What every error is: one line that names the file, what is wrong and what to do next.

Reads: nothing.
Writes: exceptions.
"""

from __future__ import annotations

# Names of files may hold control characters, which break lines and move the cursor of a terminal.
_ESCAPED = {n: chr(n).encode("unicode_escape").decode() for n in (*range(32), *range(127, 160), 0x2028, 0x2029)}


def one_line(text: str) -> str:
    """A text with its control characters and line ends written as in Python ("\\n"), so that it is one line."""
    return text.translate(_ESCAPED)


class DocparseError(Exception):
    """An input that cannot be read; `str()` is one line: the file, what is wrong, what to do next.

    `name` is the file as the user gave it, `problem` and `advice` are keys of the message catalogue in English
    (the command line translates them), `exit_code` is what the command ends with when this is its only input. `trace`
    says where in a worker it arose, for a developer, without what was read; `sha256` is the hash of what the worker
    fetched before.
    """

    exit_code = 1
    problem = "cannot be read"
    advice = "check the file"

    def __init__(self, name: str = "", detail: str = "") -> None:
        self.name = name
        self.detail = detail
        self.trace: str | None = None
        self.sha256: str | None = None
        super().__init__(name, detail)

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return one_line(f"{self.name}: {self.problem}{detail}; {self.advice}")
