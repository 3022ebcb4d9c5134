"""One module per flag service: how its exports are known and read."""
