"""Put row-level security around the tables of this module."""

from django.db import migrations

from loket.core.tenancy import Fence

# A published version is what people answered: only its state and closing time may still move.
IMMUTABLE = """
CREATE FUNCTION catalogue_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' OR NEW.state = 'draft' OR NEW.spec IS DISTINCT FROM OLD.spec
        OR NEW.n <> OLD.n OR NEW.form_id <> OLD.form_id OR NEW.checksum <> OLD.checksum THEN
        RAISE EXCEPTION 'a published form version never changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER formversion_immutable BEFORE UPDATE OR DELETE ON catalogue_formversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse_change();
"""
MUTABLE = """
DROP TRIGGER formversion_immutable ON catalogue_formversion;
DROP FUNCTION catalogue_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        Fence(
            "catalogue_draft",
            "catalogue_draftfile",
            "catalogue_form",
            "catalogue_formversion",
            "catalogue_referencerow",
            "catalogue_referencetable",
            "catalogue_service",
            "catalogue_theme",
        ),
        migrations.RunSQL(IMMUTABLE, MUTABLE),
    ]
