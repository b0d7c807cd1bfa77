"""Entry point of Wanghai: `python run.py VERB`; without a verb it plays the built-in exercise.

Holds only the table of verbs; each verb is one file in commands/. No module imports this one.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said in words, since an older Python would stop with a traceback
    sys.exit("Wanghai needs Python 3.11 or newer; `make run` looks for one.")
try:
    from commands import audit, bench, check, decode, exercise, learn, live, replay, score
    from commands import cli as door
    from commands.launch import process
    from commands.launch import requested_run as asked_run
except ModuleNotFoundError as missing:
    sys.exit(f"The package {missing.name} is not installed; run `make setup`, then .venv/bin/python run.py")

VERBS = {
    "exercise": exercise.exercise,
    "live": live.live,
    "replay": replay.replay,
    "score": score.score,
    "learn": learn.learn,
    "decode": decode.decode,
    "audit": audit.audit,
    "check": check.check,
    "bench": bench.bench,
}
# One process of a running wall, and a run that a page of another asked for; started by commands/launch/supervisor.py.
HIDDEN_VERBS = {"_process": process.process, "_run": asked_run.run}

if __name__ == "__main__":
    sys.exit(door.enter(VERBS, HIDDEN_VERBS, otherwise=exercise.exercise))
