"""docs/casework.md lists the table of moves and the limits as the code has them."""

from __future__ import annotations

from models.base.paths import ROOT
from models.casework.cases.law.legal_terms import LEGAL_TERMS, LegalTerm
from models.casework.cases.law.police_terms import POLICE_TERMS, PoliceTerm
from models.casework.cases.limits import DEFAULT_MIN
from models.casework.cases.moves import MOVES
from models.casework.cases.nouns import LIVE, STATES
from models.casework.kinds import kinds

PAGE = (ROOT / "docs/casework.md").read_text(encoding="utf-8")
SHORT = {STATES: "any", STATES[:-1]: "open", STATES[1:]: "from assessed on", LIVE: "live"}
COLOURS = ("distress", "red", "orange", "yellow")


def moves_table() -> str:
    """The table of moves as the page has it."""
    head = "| command | of | from | to | who | guards |\n|---|---|---|---|---|---|\n"
    rows = []
    for name, move in MOVES.items():
        states = SHORT.get(move.states, ", ".join(each or "new" for each in move.states))
        cells = (name, move.noun, states, move.to or "–", ", ".join(move.seats), ", ".join(move.guards) or "–")
        rows.append("| " + " | ".join(cells) + " |")
    return head + "\n".join(rows)


def test_the_page_has_the_table_of_moves() -> None:
    assert moves_table() in PAGE, moves_table()


def test_the_page_has_the_limits() -> None:
    for clock, row in DEFAULT_MIN.items():
        (line,) = (each for each in PAGE.splitlines() if each.startswith(f"| {clock} |"))
        shown = [each.strip() for each in line.strip("|").split("|")][2:]
        assert shown == ["–" if row[colour] is None else f"{row[colour]:g}" for colour in COLOURS]


def test_every_move_is_a_kind_of_event() -> None:
    assert set(MOVES) <= set(kinds())


def test_the_page_has_the_terms_of_the_laws() -> None:
    for term in (*LEGAL_TERMS, *POLICE_TERMS):
        (line,) = (each for each in PAGE.splitlines() if each.startswith(f"| {term.name} |") and "art." in each)
        assert line.endswith(f"| {term.article_en} |") and term_time(term) in line


def term_time(term: LegalTerm | PoliceTerm) -> str:
    """The time of a term in words."""
    if isinstance(term, PoliceTerm):
        return f"{term.limit_s / 86400.0:g} days" if term.limit_s > 86400.0 else "24 hours"
    return f"{term.count} {term.unit.replace('workdays', 'working days')}"
