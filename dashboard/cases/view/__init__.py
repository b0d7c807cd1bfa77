"""The case view. The panels are imported first, because their package imports the parts that the view builds on."""

import dashboard.panels  # noqa: F401
