"""Kinerja on one machine without containers."""
