"""What a site knows of law and order: its agencies, enforcement items, working days and seasons."""
