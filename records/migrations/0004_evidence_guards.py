from django.db import migrations

# Encrypted columns are left out: when keys are changed they are written anew with the same contents.
SIGNATURES = """
CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Evidence is kept as it is: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER signature_guard_delete BEFORE DELETE ON records_signature
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
CREATE TRIGGER signature_guard BEFORE UPDATE ON records_signature
    FOR EACH ROW WHEN (
        (
            OLD.document_id, OLD.ceremony_id, OLD.signer_id, OLD.signer_name, OLD.position, OLD.organization_id,
            OLD.organization_name, OLD.length, OLD.hash_sent, OLD.sign_b64, OLD.provider, OLD.certificate_key,
            OLD.certificate_from, OLD.certificate_until, OLD.signed_at, OLD.verified_at, OLD.ip, OLD.user_agent
        ) IS DISTINCT FROM (
            NEW.document_id, NEW.ceremony_id, NEW.signer_id, NEW.signer_name, NEW.position, NEW.organization_id,
            NEW.organization_name, NEW.length, NEW.hash_sent, NEW.sign_b64, NEW.provider, NEW.certificate_key,
            NEW.certificate_from, NEW.certificate_until, NEW.signed_at, NEW.verified_at, NEW.ip, NEW.user_agent
        )
    ) EXECUTE FUNCTION records_refuse_change();
"""

# A sealed file may only grow by the time stamp that it had to be sealed without.
DOCUMENTS = """
CREATE TRIGGER document_guard_delete BEFORE DELETE ON records_document
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();
CREATE TRIGGER document_guard BEFORE UPDATE ON records_document
    FOR EACH ROW WHEN (
        OLD.state NOT IN ('draft', 'preparing') AND (
            OLD.public_id, OLD.kind, OLD.title_ky, OLD.title_ru, OLD.number, OLD.dated_on, OLD.organization_id,
            OLD.template, OLD.skeleton, OLD.revision, OLD.printed, OLD.file, OLD.sha256, OLD.length
        ) IS DISTINCT FROM (
            NEW.public_id, NEW.kind, NEW.title_ky, NEW.title_ru, NEW.number, NEW.dated_on, NEW.organization_id,
            NEW.template, NEW.skeleton, NEW.revision, NEW.printed, NEW.file, NEW.sha256, NEW.length
        )
    ) EXECUTE FUNCTION records_refuse_change();
CREATE TRIGGER document_guard_seal BEFORE UPDATE ON records_document
    FOR EACH ROW WHEN (
        OLD.sealed_at IS NOT NULL AND (OLD.sealed_file, OLD.sealed_sha256, OLD.sealed_length)
        IS DISTINCT FROM (NEW.sealed_file, NEW.sealed_sha256, NEW.sealed_length)
        AND NOT (OLD.seal_level = 'B-B' AND NEW.seal_level = 'B-T' AND NEW.sealed_length > OLD.sealed_length)
    ) EXECUTE FUNCTION records_refuse_change();
"""

REMOVE = """
DROP TRIGGER signature_guard_delete ON records_signature;
DROP TRIGGER signature_guard ON records_signature;
DROP TRIGGER document_guard_delete ON records_document;
DROP TRIGGER document_guard ON records_document;
DROP TRIGGER document_guard_seal ON records_document;
DROP FUNCTION records_refuse_change;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0003_documents")]

    operations = [migrations.RunSQL(SIGNATURES + DOCUMENTS, REMOVE)]
