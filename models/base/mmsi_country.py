"""Maritime identification digits allotted by the ITU, and whether a ship can have an MMSI (ITU MARS; ITU-R M.585).

The forms of MMSI: models/base/kinds.py. The detector that uses this: detectors/bad_mmsi.py.
"""

from __future__ import annotations

import numpy as np

from models.base.kinds import FORM, form_of

_ALLOTTED = """
201-216 218-220 224-259 261-279
301 303-312 314 316 319 321 323 325 327 329-332 334 336 338 339 341 343 345 347 348 350-359 361 362 364 366-379
401 403 405 408 410 412-414 416 417 419 422 423 425 428 431 432 434 436-438 440 441 443 445 447 450 451 453 455 457 459
461 463 466 468 470-473 475 477 478
501 503 506 508 510-512 514-516 518 520 523 525 529 531 533 536 538 540 542 544 546 548 550 553 555 557 559 561 563-567
570 572 574 576-578
601 603 605 607-613 615-622 624-627 629-638 642 644 645 647 649 650 654-657 659-672 674-679
701 710 720 725 730 735 740 745 750 755 760 765 770 775
"""
FINE, FORM_WRONG, NOT_ALLOTTED, INVENTED = 1, 2, 3, 4
# Defaults that makers and installers leave in a set, such as 0x123456 and 0x6666666 read as decimal. Found
# without a list: one digit nine times, seven or more that count up or down, a country followed by zeros.
_LEFT_IN = np.array([1_193_046, 107_374_182, 19_088_743, 123_456, 12_345_678, 1_073_741_823], dtype="u4")
_ROW = 7  # as many digits in a row that count up or down are no coincidence
_DIGITS = 10 ** np.arange(8, -1, -1)


def _allotted() -> np.ndarray:
    table = np.zeros(1000, dtype=bool)
    for part in _ALLOTTED.split():
        first, _, last = part.partition("-")
        table[int(first) : int(last or first) + 1] = True
    table.flags.writeable = False
    return table


ALLOTTED = _allotted()


def mid_of(mmsi: np.ndarray) -> np.ndarray:
    """Return the country digits of ships, tenders (98MIDxxxx) and hand-held sets (8MIDxxxxx); (n,) u4 -> (n,) i8."""
    form = form_of(mmsi)
    number = np.asarray(mmsi, dtype="i8")
    inner = np.where(form == FORM["tender"], number // 10_000 % 1000, number // 100_000 % 1000)
    return np.where(form == FORM["ship"], number // 1_000_000, inner)


def judge_mmsi(mmsi: np.ndarray) -> np.ndarray:
    """Judge each MMSI as the number of a ship: FINE, FORM_WRONG, NOT_ALLOTTED or INVENTED; (n,) u1."""
    mmsi = np.asarray(mmsi, dtype="u4")
    form = form_of(mmsi)
    borne = (form == FORM["ship"]) | (form == FORM["tender"]) | (form == FORM["handheld"])
    why = np.where(borne, np.where(ALLOTTED[mid_of(mmsi) % 1000], FINE, NOT_ALLOTTED), FORM_WRONG)
    return np.where(_invented(mmsi), INVENTED, why).astype("u1")


def _invented(mmsi: np.ndarray) -> np.ndarray:
    """Return which are defaults or invented: counting digits, one digit nine times, a country followed by zeros."""
    digits = np.asarray(mmsi, dtype="i8")[:, None] // _DIGITS % 10
    step = np.diff(digits, axis=1)
    runs = np.lib.stride_tricks.sliding_window_view(step, _ROW - 1, axis=1)
    counted = (runs == 1).all(axis=2).any(axis=1) | (runs == -1).all(axis=2).any(axis=1)
    same = (step == 0).all(axis=1)
    return np.asarray(counted | same | (mmsi % 1_000_000 == 0) | np.isin(mmsi, _LEFT_IN))
