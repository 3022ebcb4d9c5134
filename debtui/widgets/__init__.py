"""Drawing only: widgets get what they show, and know neither session nor store."""
