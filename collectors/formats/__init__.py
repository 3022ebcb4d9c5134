"""One module per configuration format: LANGUAGES, and `read(text)`, which yields leaves and directives in the order of the file."""
