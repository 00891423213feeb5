"""What is done to a running Loket: kills, pauses, full disks, a clock that steps."""
