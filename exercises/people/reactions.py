"""How long a person takes to react: drawn from a log-normal distribution of their own, the same for the same seed.

A draw depends on seed, script, person and line alone, so that a change of one line does not change the others.
"""

from __future__ import annotations

from hashlib import sha256
from math import exp

import numpy as np

from exercises.people.script import PersonForm

MIN_S = 60.0


def reaction_s(person: PersonForm, *names: object) -> float:
    """Seconds until the person acts. `names` say which draw it is: the seed, the script, the person, the line."""
    digest = sha256("/".join(map(str, names)).encode()).digest()
    drawn = np.random.default_rng(int.from_bytes(digest[:8], "big")).standard_normal()
    return person.reacts_min * MIN_S * exp(person.spread * float(drawn))
