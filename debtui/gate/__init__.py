"""The ratchet of the gate: what was there before, what is new or worse, and the formats that tell it."""
