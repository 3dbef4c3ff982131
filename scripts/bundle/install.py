"""Installs docparse into a folder of its own, without a network: python3 install.py [FOLDER].

Runs on the PC that the bundle was carried to, so it needs nothing but Python and says plainly when that is too old.

Reads: requirements/, wheels/ and sample.txt beside it.
Writes: a virtual environment, by default `docparse` in the home folder; nothing outside of it.
"""

import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def covered(folder, system):
    """The Python versions for which the bundle has packages on a system, as "3.12", oldest first."""
    names = [name[len(system) + 1 : -4] for name in os.listdir(folder) if name.startswith(system + "-")]
    return sorted(names, key=lambda name: int(name.split(".")[1]))


def unfit(versions, machine, version):
    """Why this Python cannot take the bundle, one sentence with what to do; an empty text where it can."""
    if machine.lower() not in ("x86_64", "amd64") or not versions:
        return "this bundle is not for this system or processor; scripts/bundle.py of docparse builds others"
    if version not in versions:
        named = ("py -" if os.name == "nt" else "python") + versions[-1] + " install.py"
        said = f"this bundle is for Python {', '.join(versions)}, and this is Python {version}"
        return f"{said}; install one of those and say which: {named}"
    return "" if sys.maxsize > 2**32 else "this Python has 32 bits; install the one with 64 bits"


def taken(target):
    """Whether a folder holds something else than an earlier installation."""
    return os.path.isdir(target) and bool(os.listdir(target)) and not os.path.exists(os.path.join(target, "pyvenv.cfg"))


def main():
    """Installs, and parses the sample; ends with 1 and a sentence where that fails."""
    system, version = platform.system().lower(), f"{sys.version_info[0]}.{sys.version_info[1]}"
    target = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.expanduser("~"), "docparse"))
    reason = unfit(covered(os.path.join(HERE, "requirements"), system), platform.machine(), version)
    if not reason and taken(target):
        reason = f"{target} holds other files; name another folder"
    if reason:
        sys.exit(f"install.py: {reason}")
    programs = os.path.join(target, "Scripts" if os.name == "nt" else "bin")
    command = os.path.join(programs, "docparse")
    # pip compares every wheel with the hash in the list before it opens it; what is there of an earlier version goes.
    pip = [os.path.join(programs, "python"), "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    pip += ["--quiet", "--force-reinstall", "--no-index", "--find-links", os.path.join(HERE, "wheels")]
    pip += ["--require-hashes", "-r", os.path.join(HERE, "requirements", f"{system}-{version}.txt")]
    print(f"Installing into {target}; this takes a minute or two.", flush=True)
    for step in ([sys.executable, "-m", "venv", target], pip):
        if subprocess.call(step):
            sys.exit(f"install.py: this failed: {' '.join(step)}")
    with open(os.devnull, "w") as nowhere:
        if subprocess.call([command, "parse", os.path.join(HERE, "sample.txt")], stdout=nowhere):
            sys.exit("install.py: docparse is installed and cannot parse sample.txt; its message is above")
    print(f"docparse is installed and has parsed a sample. The command is {command}")


if __name__ == "__main__":
    main()
