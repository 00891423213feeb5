"""Where work goes: queues, with the team behind each of them.

It owns the queue: its names, its team and its working calendar. Words: queue, team, term. Events
(for the audit): queue.changed.
"""
