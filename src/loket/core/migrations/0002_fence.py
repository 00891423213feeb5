"""Put row-level security around the tables of this module."""

from django.db import migrations

from loket.core.tenancy import Fence

# Events are only added to: neither the program nor a person at the database changes one.
APPEND_ONLY = """
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'core_event only grows: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON core_event
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'loket_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON core_event FROM loket_app;
    END IF;
END $$;
"""
NO_LONGER = """
DROP TRIGGER event_no_truncate ON core_event;
DROP TRIGGER event_append_only ON core_event;
DROP FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        Fence(
            "core_calendar",
            "core_calendarday",
            "core_calendarversion",
            "core_clock",
            "core_clocksegment",
            "core_counter",
            "core_counterdelta",
            "core_event",
            "core_numberseries",
        ),
        migrations.RunSQL(APPEND_ONLY, NO_LONGER),
    ]
