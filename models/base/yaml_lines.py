"""Read YAML with the line number of each key, so that an error can name the line."""

from __future__ import annotations

from typing import Any

import yaml

Path = tuple[str | int, ...]


def load_with_lines(text: str) -> tuple[Any, dict[Path, int]]:
    """Return the values, and the line (from 1) of every key path. Raises yaml.YAMLError, ValueError for a bad date."""
    values = yaml.safe_load(text)  # refuses keys that are lists or mappings, which have no path
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    lines: dict[Path, int] = {}
    if root is not None:
        _walk(root, (), lines)
    return values, lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Return the line of a key path, or of the nearest key above it; 1 if none is known."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int]) -> None:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines[(*path, key.value)] = key.start_mark.line + 1
            _walk(value, (*path, key.value), lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines)
