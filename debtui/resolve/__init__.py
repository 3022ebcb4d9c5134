"""What a program really gets from its configuration: files laid over each other by the rules of the system that reads them."""
