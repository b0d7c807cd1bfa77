"""Entry point of Wanghai: `python run.py VERB`; without a verb it plays the built-in exercise.

Holds only the table of verbs; each verb is one file in commands/. No module imports this one.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python would stop with a traceback
    sys.exit("Wanghai needs Python 3.11 or newer; `make run` looks for one.")
try:
    from commands import audit, bench, check, cli, coast, decode, exercise, learn, live, replay, score, user
    from commands.evidence import evidence
    from commands.launch import process, requested_run
    from commands.registers import register
    from commands.reports import report
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
    "report": report.report,
    "evidence": evidence.evidence,
    "user": user.user,
    "register": register.register,
    "check": check.check,
    "coast": coast.coast,
    "bench": bench.bench,
}
# One process of a running wall, and a run requested from a page; started by commands/launch/supervisor.py.
HIDDEN_VERBS = {"_process": process.process, "_run": requested_run.run}

if __name__ == "__main__":
    sys.exit(cli.enter(VERBS, HIDDEN_VERBS, otherwise=exercise.exercise))
