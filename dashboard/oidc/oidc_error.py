"""Why a log-in at the provider is refused."""

from __future__ import annotations

from http import HTTPStatus


class OidcError(Exception):
    """HTTP status, key of the words (dashboard/words/oidc.py), and their values."""

    def __init__(self, key: str, status: int = HTTPStatus.UNAUTHORIZED, **values: object) -> None:
        super().__init__(key)
        self.key, self.status, self.values = key, status, values
