"""`python -m docparse`: the command line.

Reads: the arguments of the process.
Writes: what the command prints.
"""

import sys

from docparse.cli import main

if __name__ == "__main__":
    sys.exit(main())
