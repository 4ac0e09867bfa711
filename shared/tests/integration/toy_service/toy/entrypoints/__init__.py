"""Nothing of its own: the entrypoints of the toy are made by the tests."""
