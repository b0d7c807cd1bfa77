"""Panels, one file each, registered by importing the files of this folder in name order."""

from __future__ import annotations

import importlib
import pkgutil

from dashboard.panels.base import PANELS, Context, Panel

__all__ = ["PANELS", "Context", "Panel"]

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
