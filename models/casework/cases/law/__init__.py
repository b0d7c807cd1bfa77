"""What the laws ask of a case: terms, the hand-over to the police, discretion, and who may pass on what was shared."""
