"""Start here: make the environment with the standard library alone, then run the command inside it."""

import sys

if sys.version_info < (3, 11):
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).")

from scripts.base.environment import EnvironmentProblem, inside, prepare, rerun

if not inside():
    try:
        prepare()
    except EnvironmentProblem as problem:
        print(f"error: {problem}", file=sys.stderr)
        sys.exit(2)
    sys.exit(rerun(sys.argv[1:]))

from scripts.commands.cli import main

sys.exit(main())
