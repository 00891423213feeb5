"""The foundation that knows no word of the domain.

It owns organisations (tenants) and their hosts, events (timeline, audit trail and outbox in one
append-only table), working calendars and the clocks on them, counters, number series, jobs, page
parts, live pages with who is present on them, and the way to the database. It imports nothing from
above. Words: organisation, host, event, topic, calendar, clock, segment, counter, series, presence.
Events (all for the audit): clock.fired, organisation.changed.
"""
