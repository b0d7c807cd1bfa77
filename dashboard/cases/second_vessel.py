"""The other vessel of a case: the one that the target met or should keep clear of, as an alert of the case names it."""

from __future__ import annotations

from dataclasses import dataclass

from models.casework.cases.nouns import Case


@dataclass(frozen=True)
class SecondVessel:
    """Its track, MMSI and name; empty if the case has no second vessel."""

    track_id: int | None = None
    mmsi: int | None = None
    name: str = ""

    @property
    def number(self) -> str:
        """The MMSI as it is read out; empty without one."""
        return f"MMSI {self.mmsi:09d}" if self.mmsi else ""

    @property
    def called(self) -> str:
        """Its name, or else its MMSI."""
        return self.name or self.number


def second_vessel(case: Case) -> SecondVessel:
    """Return the other vessel of the first clue that names one."""
    for seen in (clue.frozen for clue in case.clues):
        if seen.get("partner_track_id") or seen.get("partner_mmsi"):
            return SecondVessel(
                seen.get("partner_track_id"), seen.get("partner_mmsi"), str(seen.get("partner_name", ""))
            )
    return SecondVessel()
