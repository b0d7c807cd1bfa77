"""`run.py live`: shows the feeds of config.yaml on the wall."""

from __future__ import annotations

from typing import Annotated

import typer

from commands.cli import Shared
from commands.launch.plan import adapted, var_folder
from commands.launch.supervisor import supervise
from models.base.settings import UserError
from models.messages.plan import Plan


def live(
    ctx: typer.Context,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the web pages.")] = None,
) -> None:
    """Show and record the feeds of config.yaml.

    [bold]Examples[/bold]

      run.py live

      run.py --config harbour.yaml live --port 8080
    """
    shared: Shared = ctx.obj
    settings = shared.settings()
    if not settings.feeds:
        raise UserError(
            f"{shared.config}: `feeds` is empty; add one like `- {{id: station-1, source: udp://0.0.0.0:10110}}`"
        )
    var = var_folder(settings)
    supervise(Plan(mode="live", settings=adapted(settings, port=port), var=var, alerts_out=var / "alerts.jsonl"))
