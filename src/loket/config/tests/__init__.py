"""Tests of the ways Loket is started."""
