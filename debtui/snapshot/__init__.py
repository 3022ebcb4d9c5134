"""One moment of a repository's debts in one portable file: written by `debtui snapshot`, read by `debtui open`."""
