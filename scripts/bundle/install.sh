#!/bin/sh
# Installs docparse without a network: ./install.sh [FOLDER]. Takes the first Python that the bundle has packages for.
here=$(cd "$(dirname "$0")" && pwd)
for version in 3.14 3.13 3.12 3.11; do
  if [ -f "$here/requirements/linux-$version.txt" ] && command -v "python$version" >/dev/null; then
    exec "python$version" "$here/install.py" "$@"
  fi
done
exec python3 "$here/install.py" "$@"
