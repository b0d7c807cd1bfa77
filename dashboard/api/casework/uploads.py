"""Evidence files: `PUT /api/uploads/{sha256}` stores one under its hash; `GET` gives back one of a case in scope.

The bytes stay as they are. Only pictures, films, sound and PDF are taken, known by their first bytes, and they are
always served as attachments.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from dashboard.api.casework.cases import CaseHandler
from dashboard.api.gate import assert_from_here
from dashboard.api.handler import RefusedError
from dashboard.common.masking import reads_masked
from models.casework.access.rights import FULL, GUARDED, reach
from models.casework.blobs import SHA256, Blobs

MOST_BYTES = 25 * 1024 * 1024
# Where a kind of file has its mark: offset, bytes, MIME type.
MAGIC = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"%PDF-", "application/pdf"),
)


def mime_of(content: bytes) -> str:
    """Return the MIME type by the first bytes of a file; empty if it is of no kind that is taken."""
    return next((mime for at, mark, mime in MAGIC if content[at : at + len(mark)] == mark), "")


class UploadHandler(CaseHandler):
    """One file by the hash of its bytes."""

    async def put(self, sha256: str) -> None:
        """Store a file. The answer says its size and kind, as `evidence_add` wants them."""
        assert_from_here(self)
        if reach(self.person, "evidence") not in (FULL, GUARDED):
            raise RefusedError(HTTPStatus.FORBIDDEN, "gate_role")
        content = self.request.body
        if len(content) > MOST_BYTES:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "upload_long", most=MOST_BYTES // 2**20)
        mime = mime_of(content)
        if not mime:
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "upload_kind")
        await asyncio.to_thread(self._store, content, sha256)
        self.answer({"sha256": sha256, "bytes": len(content), "mime": mime})

    async def get(self, sha256: str) -> None:
        """Give back the file of a piece of evidence; not to roles that read masked."""
        if reads_masked(self.person):
            raise RefusedError(HTTPStatus.FORBIDDEN, "gate_role")
        pieces = (each for case in self.cases() for each in case.evidence)
        found = next((each for each in pieces if each.sha256 == sha256), None)
        path = Blobs(self.app.evidence).path_of(sha256) if found and SHA256.fullmatch(sha256) else None
        if found is None or path is None or not path.is_file():
            raise RefusedError(HTTPStatus.NOT_FOUND, "upload_none")
        name = f"{found.id.replace('/', '-')}.{found.mime.rpartition('/')[2]}"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("Content-Type", found.mime)
        self.set_header("X-Content-Type-Options", "nosniff")
        await self.finish(await asyncio.to_thread(path.read_bytes))

    def _store(self, content: bytes, sha256: str) -> None:
        try:
            Blobs(self.app.evidence).store(content, sha256)
        except ValueError as problem:
            raise RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, "upload_hash") from problem
