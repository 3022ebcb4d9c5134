"""`python -m debtui`."""

from debtui.cli import main

if __name__ == "__main__":
    main()
