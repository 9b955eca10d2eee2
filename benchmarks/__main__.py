"""Run every benchmark of this folder: `python -m benchmarks`.

Each is a module that can be run alone, `python -m benchmarks.anchoring`, and is run in a process
of its own: most have a database of their own, and Django has one a process. Some need many more
rows, or PostgreSQL, for the figures of the README: their first lines say how.
"""

import subprocess
import sys
from pkgutil import iter_modules

import benchmarks


def main():
    names = [module.name for module in iter_modules(benchmarks.__path__)]
    for name in sorted(name for name in names if not name.startswith("_")):
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
