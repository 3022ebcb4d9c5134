"""The dashboard in a browser: textual-serve carries the terminal, the door and the page are our own."""
