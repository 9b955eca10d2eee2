"""Run every benchmark of this folder: `python -m benchmarks`.

Each is a module with a main(), and can be run alone: `python -m benchmarks.anchoring`.
"""

from importlib import import_module
from pkgutil import iter_modules

import benchmarks


def main():
    names = [module.name for module in iter_modules(benchmarks.__path__)]
    for name in sorted(name for name in names if not name.startswith("_")):
        print(f"\n== {name}")
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
