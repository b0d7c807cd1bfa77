"""Seasons in casework: the weather that begins one, and the ticks of its measures."""
