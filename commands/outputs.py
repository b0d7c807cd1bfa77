"""Files to write, as given on the command line: checked before the work, so that nothing is overwritten or lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from models.base.settings import UserError

_NO_FILES = {"-", "/dev/null", "/dev/stdout"}


def check_outputs(outputs: Mapping[str, Path | None], inputs: Iterable[Path] = ()) -> None:
    """Refuse an output that would overwrite an input or another output, or whose folder is missing. Raises UserError.

    `outputs` are the files by option, None where not given.
    """
    taken = {path.resolve(): f"the input {path}" for path in inputs}
    for option, path in outputs.items():
        if path is None or str(path) in _NO_FILES:
            continue
        whole = path.resolve()
        if whole in taken:
            raise UserError(f"{option} {path} would overwrite {taken[whole]}; name another file")
        if not whole.parent.is_dir():
            raise UserError(f"{option} {path}: there is no folder {whole.parent}; create it or name another file")
        taken[whole] = f"the output of {option}"
