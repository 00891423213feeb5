"""The foundation that knows no word of the domain.

It owns organisations (tenants) and their hosts, events (timeline, audit trail and outbox in one
append-only table), clocks on a working calendar, counters, number series, jobs, page parts,
live pages and the way to the database.
Words: organisation, host, event, topic, clock, segment, counter, series. It records no events of
its own and imports nothing from above.
"""
