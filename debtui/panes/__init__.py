"""One pane per file, found by its folder; beside them the levels that lie below a pane."""
