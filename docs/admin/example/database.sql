-- An empty database for Loket, as the administrator of PostgreSQL; the roles are there (roles.sql).
CREATE DATABASE loket OWNER loket_owner ENCODING 'UTF8' LC_CTYPE 'C.UTF-8' LC_COLLATE 'C.UTF-8'
    TEMPLATE template0;
\connect loket
CREATE EXTENSION unaccent;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION btree_gist;
REVOKE ALL ON DATABASE loket FROM PUBLIC;
GRANT CONNECT ON DATABASE loket TO loket_app, loket_backup;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO loket_app;
ALTER DEFAULT PRIVILEGES FOR ROLE loket_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO loket_app;
ALTER DEFAULT PRIVILEGES FOR ROLE loket_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO loket_app;
