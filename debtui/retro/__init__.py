"""The retrospective: what a team did to its debt in a period, what it promised, and what is worth doing next."""
