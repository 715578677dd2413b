"""Start here: make the environment with the standard library alone, then run the command inside it."""

import sys

if sys.version_info < (3, 11):
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).")

from scripts.base.environment import VENV, EnvironmentProblem, prepare, ready, rerun

if not ready():
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
    print(f"error: the environment is damaged ({error}); delete the folder {VENV} and run again", file=sys.stderr)
    sys.exit(2)
