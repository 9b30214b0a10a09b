from django.db import migrations

HEAD = "INSERT INTO records_journalhead (id, seq, hash) VALUES (1, 0, repeat('0', 64))"

STAMP = """
CREATE FUNCTION records_journal_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER journal_stamp BEFORE INSERT ON records_journalentry
    FOR EACH ROW EXECUTE FUNCTION records_journal_stamp();
"""

# Deferred to the commit: the one row that everybody locks is held for moments and after all other locks, so a journal
# entry in the middle of a long transaction neither delays others nor closes a circle of waiting with them.
CHAIN = """
CREATE FUNCTION records_journal_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head records_journalhead%ROWTYPE;
    link records_journallink%ROWTYPE;
BEGIN
    SELECT * INTO STRICT head FROM records_journalhead FOR UPDATE;
    link.seq := head.seq + 1;
    link.entry_id := NEW.id;
    link.at := greatest(clock_timestamp(), head.at);
    link.prev := head.hash;
    link.hash := encode(sha256(convert_to(head.hash || jsonb_build_array(
        link.seq, to_char(link.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        NEW.id, to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        NEW.action, NEW.by_id, NEW.by_name, NEW.organization_id, NEW.organization_name,
        NEW.object_type, NEW.object_id, NEW.object_name, NEW.changes,
        host(NEW.ip), NEW.user_agent, NEW.request_id)::text, 'UTF8')), 'hex');
    INSERT INTO records_journallink SELECT link.*;
    UPDATE records_journalhead SET seq = link.seq, hash = link.hash, at = link.at;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_chain AFTER INSERT ON records_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION records_journal_chain();
"""

GUARD = """
CREATE FUNCTION records_journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION records_journal_only_by_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'Only a new entry extends the chain: % of % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_guard BEFORE UPDATE OR DELETE ON records_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION records_journal_refuse();
CREATE TRIGGER journal_guard BEFORE UPDATE OR DELETE ON records_journallink
    FOR EACH STATEMENT EXECUTE FUNCTION records_journal_refuse();
CREATE TRIGGER journal_guard BEFORE DELETE ON records_journalhead
    FOR EACH STATEMENT EXECUTE FUNCTION records_journal_refuse();
CREATE TRIGGER journal_guard_chain BEFORE INSERT ON records_journallink
    FOR EACH STATEMENT EXECUTE FUNCTION records_journal_only_by_chain();
CREATE TRIGGER journal_guard_chain BEFORE UPDATE ON records_journalhead
    FOR EACH STATEMENT EXECUTE FUNCTION records_journal_only_by_chain();
CREATE TRIGGER journal_guard_truncate BEFORE TRUNCATE ON records_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION records_journal_refuse();
CREATE TRIGGER journal_guard_truncate BEFORE TRUNCATE ON records_journallink
    FOR EACH STATEMENT EXECUTE FUNCTION records_journal_refuse();
CREATE TRIGGER journal_guard_truncate BEFORE TRUNCATE ON records_journalhead
    FOR EACH STATEMENT EXECUTE FUNCTION records_journal_refuse();
"""

REMOVE = """
DROP TRIGGER journal_stamp ON records_journalentry;
DROP TRIGGER journal_chain ON records_journalentry;
DROP TRIGGER journal_guard ON records_journalentry;
DROP TRIGGER journal_guard ON records_journallink;
DROP TRIGGER journal_guard ON records_journalhead;
DROP TRIGGER journal_guard_chain ON records_journallink;
DROP TRIGGER journal_guard_chain ON records_journalhead;
DROP TRIGGER journal_guard_truncate ON records_journalentry;
DROP TRIGGER journal_guard_truncate ON records_journallink;
DROP TRIGGER journal_guard_truncate ON records_journalhead;
DROP FUNCTION records_journal_stamp;
DROP FUNCTION records_journal_chain;
DROP FUNCTION records_journal_refuse;
DROP FUNCTION records_journal_only_by_chain;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_journal")]

    operations = [
        migrations.RunSQL(STAMP + CHAIN + GUARD, REMOVE),
        migrations.RunSQL(HEAD, migrations.RunSQL.noop),
    ]
