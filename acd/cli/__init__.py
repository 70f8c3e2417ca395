"""The command line: a file a command, and nothing that a Python user could not do.

Every command imports what it needs when it runs, so that ``acd --help`` answers at once. Only this package
prints, and only it knows exit codes.
"""
