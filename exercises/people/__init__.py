"""Scripted officers of exercises: who does what when, so that a day of casework can be played without people."""
