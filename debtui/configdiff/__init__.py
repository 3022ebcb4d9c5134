"""Two configurations side by side: what differs in meaning, and how that is shown."""
