-- The three roles of Loket, as the administrator of PostgreSQL; docs/admin/install.md says what each is.
CREATE ROLE loket_owner LOGIN PASSWORD 'SECRET-2' NOSUPERUSER NOBYPASSRLS;
CREATE ROLE loket_app LOGIN PASSWORD 'SECRET-1' NOSUPERUSER NOBYPASSRLS;
CREATE ROLE loket_backup LOGIN PASSWORD 'SECRET-3' NOSUPERUSER BYPASSRLS;
GRANT pg_read_all_data TO loket_backup;
