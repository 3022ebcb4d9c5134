"""One module per place where packages are named: manifests, locks, and commands that install."""
