"""Make sure that this is a Python sgdesk runs on, or hand over to one that is.

Written for any Python from 2.7 on: no annotations, no f-strings, no pathlib.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)


def fits(version):
    """Say whether `(major, minor, ...)` is a Python that sgdesk supports."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def require():
    """Return on a fitting Python; else start one found on PATH, or end with a sentence."""
    if fits(sys.version_info):
        return
    other = _another()
    if other:
        raise SystemExit(subprocess.call([other] + sys.argv))  # noqa: RUF005
    sys.stderr.write(
        "sgdesk needs Python 3.11 or newer (up to 3.13); this is %d.%d at %s.\n"
        "Install it and start again, e.g. sudo apt install python3.11 python3.11-venv "
        "on Debian 12, python3.12 and python3.12-venv on Ubuntu 24.04\n"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )
    raise SystemExit(2)


def _another():
    """Find `python3.13` ... `python3.11` on PATH; one that only looks like it is left out."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        name = "python3.%d" % minor
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = os.path.join(folder, name)
            if os.access(path, os.X_OK) and _runs(path, minor):
                return path
    return None


def _runs(path, minor):
    # A version manager's shim has the name but ends with an error.
    question = "import sys; raise SystemExit(sys.version_info[:2] != (3, %d))" % minor
    with open(os.devnull, "w") as nowhere:
        return subprocess.call([path, "-c", question], stdout=nowhere, stderr=nowhere) == 0
