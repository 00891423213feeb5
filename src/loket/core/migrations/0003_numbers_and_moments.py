"""Let clocks fire at a moment that stands, and give series that may leave gaps their sequence."""

from django.db import migrations, models

# The application may not make sequences; this function may, for a series and nothing else.
SEQUENCES = """
CREATE FUNCTION core_keep_series() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    sequence text := format('core_series_%s', NEW.id);
BEGIN
    IF NEW.gapless THEN
        IF TG_OP = 'UPDATE' AND NOT OLD.gapless THEN
            NEW.next := nextval(sequence::regclass);
            EXECUTE format('DROP SEQUENCE public.%I', sequence);
        END IF;
    ELSIF TG_OP = 'INSERT' OR OLD.gapless THEN
        EXECUTE format('CREATE SEQUENCE public.%I START WITH %s', sequence, NEW.next);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER series_sequence BEFORE INSERT OR UPDATE OF gapless ON core_numberseries
    FOR EACH ROW EXECUTE FUNCTION core_keep_series();
REVOKE EXECUTE ON FUNCTION core_keep_series() FROM PUBLIC;
"""
NO_SEQUENCES = """
DROP TRIGGER series_sequence ON core_numberseries;
DROP FUNCTION core_keep_series();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_fence")]
    operations = [
        migrations.RemoveConstraint(model_name="clock", name="clock_one_target"),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(target_days=None) | models.Q(target_minutes=None),
                name="clock_one_target",
            ),
        ),
        migrations.RunSQL(SEQUENCES, NO_SEQUENCES),
    ]
