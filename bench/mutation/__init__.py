"""Whether the tests notice when the store's own code is changed: mutants by mutmut, against the tests of their module."""
