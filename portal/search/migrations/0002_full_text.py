"""Full text, kept by the database itself: FTS5 with triggers on SQLite, a generated tsvector on PostgreSQL.

A later migration that rebuilds the table on SQLite (most changes of a column do) drops the triggers:
it must run `make_index` again.
"""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_fts USING fts5(
        title, summary, body, content='search_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )""",
    """CREATE TRIGGER search_fts_insert AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_fts(rowid, title, summary, body) VALUES (new.id, new.title, new.summary, new.body);
    END""",
    """CREATE TRIGGER search_fts_delete AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_fts(search_fts, rowid, title, summary, body)
        VALUES ('delete', old.id, old.title, old.summary, old.body);
    END""",
    """CREATE TRIGGER search_fts_update AFTER UPDATE ON search_searchentry BEGIN
        INSERT INTO search_fts(search_fts, rowid, title, summary, body)
        VALUES ('delete', old.id, old.title, old.summary, old.body);
        INSERT INTO search_fts(rowid, title, summary, body) VALUES (new.id, new.title, new.summary, new.body);
    END""",
    "INSERT INTO search_fts(search_fts) VALUES ('rebuild')",
]
SQLITE_UNDO = [
    "DROP TRIGGER IF EXISTS search_fts_insert",
    "DROP TRIGGER IF EXISTS search_fts_delete",
    "DROP TRIGGER IF EXISTS search_fts_update",
    "DROP TABLE IF EXISTS search_fts",
]

# The extension `unaccent` is neither immutable nor everywhere allowed; the server's own normalising is both.
# Punctuation becomes a blank, so that words are parted as FTS5 and our reading of queries part them.
POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION search_folded(words text) RETURNS text
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS $$ SELECT regexp_replace(
            regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]+', '', 'g'), '[^[:alnum:]]+', ' ', 'g') $$""",
    """ALTER TABLE search_searchentry ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.english', search_folded(title)), 'A') ||
        setweight(to_tsvector('pg_catalog.english', search_folded(summary)), 'B') ||
        setweight(to_tsvector('pg_catalog.english', search_folded(body)), 'D')
    ) STORED""",
    "CREATE INDEX search_searchentry_document ON search_searchentry USING gin (document)",
]
POSTGRESQL_UNDO = [
    "ALTER TABLE search_searchentry DROP COLUMN IF EXISTS document",
    "DROP FUNCTION IF EXISTS search_folded(text)",
]


def run(schema_editor, statements):
    # A cursor, not schema_editor.execute: the statements hold per cents and semicolons that are nobody's business.
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def make_index(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop_index(apps, schema_editor):
    run(schema_editor, POSTGRESQL_UNDO if schema_editor.connection.vendor == "postgresql" else SQLITE_UNDO)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make_index, drop_index)]
