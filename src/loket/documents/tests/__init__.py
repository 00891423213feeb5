"""Tests of files and letters."""
