"""Start here: make the environment with the standard library alone, then run the command inside it."""

import sys

if sys.version_info < (3, 11):
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).")

from scripts.base.environment import RERUN, VENV, EnvironmentProblem, prepare, ready, rerun


def _damaged(why: object) -> None:
    print(f"error: the environment is damaged ({why}); delete the folder {VENV} and run again", file=sys.stderr)
    sys.exit(2)


if not ready():
    if RERUN in sys._xoptions:  # noqa: SLF001 - the interpreter's own way to hand a word to the program it runs
        _damaged("its Python does not find it")
    try:
        prepare()
    except EnvironmentProblem as problem:
        print(f"error: {problem}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("error: stopped", file=sys.stderr)
        sys.exit(130)
    sys.exit(rerun(sys.argv[1:]))

try:
    from scripts.commands.cli import main

    sys.exit(main())
except ImportError as error:
    if (error.name or "scripts").startswith("scripts"):
        raise
    _damaged(error)
