"""`run.py evidence`: the key that signs evidence packs, packs of cases, and their verification."""
