"""Evidence packs: roots over the audit; how a pack is made, signed and verified (docs/evidence.md)."""
