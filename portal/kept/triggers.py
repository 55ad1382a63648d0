"""Triggers on the tables that public pages show: whatever writes there changes the revision in its own transaction."""

from collections.abc import Iterator

from django.db import connection, models

from portal import registry

# In SQLite a trigger's INSERT OR REPLACE would turn into the OR IGNORE of the statement that set it off.
SQLITE = """
CREATE TRIGGER IF NOT EXISTS "kept_{event}_{table}" AFTER {event} ON "{table}" BEGIN
    UPDATE kept_revision SET token = random();
    INSERT INTO kept_revision (token) SELECT random() WHERE NOT EXISTS (SELECT 1 FROM kept_revision);
END
"""
SQLITE_WATCHED = (
    "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'kept!_%' ESCAPE '!' "
    "GROUP BY tbl_name HAVING count(*) = 3"
)
# A row that another transaction holds is passed over: nobody waits, so nobody can wait in a circle.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION kept_revise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fresh bigint := ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 12))::bit(48)::bigint;
BEGIN
    UPDATE kept_revision SET token = fresh
        WHERE id = (SELECT id FROM kept_revision ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO kept_revision (token) VALUES (fresh);
    END IF;
    RETURN NULL;
END $$
"""
POSTGRESQL = """
CREATE OR REPLACE TRIGGER kept_revise AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"
    FOR EACH STATEMENT EXECUTE FUNCTION kept_revise()
"""
POSTGRESQL_WATCHED = (
    "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'kept_revise' AND tgenabled IN ('O', 'A')"
)


def shown_models() -> list[type[models.Model]]:
    """The models whose rows public pages show, as the apps offer them."""
    return [model for offer in registry.shown_models for model in offer]


def shown_tables() -> set[str]:
    """Their tables, and those of their many-to-many relations."""
    relations = [field for model in shown_models() for field in model._meta.local_many_to_many]
    return {model._meta.db_table for model in shown_models()} | {field.m2m_db_table() for field in relations}


def install(**kwargs) -> None:
    """Set the triggers where they are missing; runs after every migration."""
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        if "kept_revision" not in standing:
            return
        for statement in _statements(sorted(shown_tables() & standing)):
            cursor.execute(statement)


def _statements(tables: list[str]) -> Iterator[str]:
    if connection.vendor == "postgresql":
        yield POSTGRESQL_FUNCTION
        yield from (POSTGRESQL.format(table=table) for table in tables)
    else:
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield from (SQLITE.format(event=event, table=table) for table in tables)


def watched_tables() -> set[str]:
    """The tables that have their triggers in the database just now."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_WATCHED if connection.vendor == "postgresql" else SQLITE_WATCHED)
        return {table for (table,) in cursor.fetchall()}
