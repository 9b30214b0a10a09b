"""Sets up a checkout and runs it: the two commands bin/run and bin/test. Standard library only."""
