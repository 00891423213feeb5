"""Tests of the pages for form managers."""
