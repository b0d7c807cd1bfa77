"""Play-books: how a site handles each kind of case, as YAML that is checked at start."""
