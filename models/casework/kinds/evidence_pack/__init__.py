"""The events about proof: roots over the audit, and the packs that were made."""
