-- Writes what steps made of consultations, with the audit entries, in one transaction. The caller holds the rows. New ones are inserted;
-- a second consultation of an application breaks the key. The document is taken apart once: each -> would parse all of it again.
CREATE FUNCTION consultation_save(p_audit json, p_changes json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v record;
BEGIN
  SELECT x.* INTO v FROM json_to_record(p_changes) AS x(created json, changed json, gathered json, checks json, children json, decisions json,
         history json, letters json);
  PERFORM hub_append_audit(p_audit);
  INSERT INTO consultation (id, reference, party, application_number, group_id, submitted_at, officer, purpose, legal_basis, content, sha256,
                            first_due_at, due_at)
  SELECT n.id, n.reference, n.party, n."applicationNumber", n."groupId", n."submittedAt", n.officer, n.purpose, n."legalBasis",
         decode(n.content, 'base64'), decode(n.sha256, 'hex'), n."dueAt", n."dueAt"
    FROM json_to_recordset(v.created) AS n(id uuid, reference text, party text, "applicationNumber" text, "groupId" text,
         "submittedAt" timestamptz, officer text, purpose text, "legalBasis" text, content text, sha256 text, "dueAt" timestamptz);
  UPDATE consultation c
     SET due_at = s."dueAt", extended = s."isExtended", final_verdict = s."finalVerdict", final_at = s."finalAt", reasons = s.reasons,
         released_at = s."releasedAt", released_by = s."releasedBy", cancelled_at = s."cancelledAt",
         version = c.version + 1
    FROM json_to_recordset(v.changed) AS s(id uuid, "dueAt" timestamptz, "isExtended" boolean, "finalVerdict" text,
         "finalAt" timestamptz, reasons jsonb, "releasedAt" timestamptz, "releasedBy" text, "cancelledAt" timestamptz)
   WHERE c.id = s.id;
  INSERT INTO consultation_timer AS t (consultation_id, next_at)
  SELECT n.id, n."dueAt" FROM json_to_recordset(v.created) AS n(id uuid, "dueAt" timestamptz)
  UNION ALL
  SELECT s.id, s."nextAt" FROM json_to_recordset(v.changed) AS s(id uuid, "nextAt" timestamptz) WHERE s."nextAt" IS NOT NULL
  ON CONFLICT (consultation_id) DO UPDATE SET next_at = EXCLUDED.next_at WHERE t.next_at <> EXCLUDED.next_at;
  DELETE FROM consultation_timer t USING json_to_recordset(v.changed) AS s(id uuid, "nextAt" timestamptz)
   WHERE t.consultation_id = s.id AND s."nextAt" IS NULL;
  UPDATE consultation c SET gathered_at = g.at FROM json_to_recordset(v.gathered) AS g(id uuid, at timestamptz)
   WHERE c.id = g.id;
  INSERT INTO consultation_check AS k (consultation_id, source, state, asked_at, found, ask_again_at)
  SELECT x."consultationId", x.source, x.state, x."askedAt", x.found, x."askAgainAt"
    FROM json_to_recordset(v.checks) AS x("consultationId" uuid, source text, state text, "askedAt" timestamptz, found jsonb,
         "askAgainAt" timestamptz)
  ON CONFLICT (consultation_id, source) DO UPDATE
     SET state = EXCLUDED.state, asked_at = EXCLUDED.asked_at, found = EXCLUDED.found, tries = k.tries + 1,
         ask_again_at = EXCLUDED.asked_at + (EXCLUDED.ask_again_at - EXCLUDED.asked_at) * power(2, least(k.tries, 6));
  INSERT INTO consultation_child AS k (consultation_id, authority, scope, country, legal_basis, term_code, state, sent_at, message_id,
         delivered_at, due_at, answer, answered_at, officer, grounds, more_info_open, kept, ended_at)
  SELECT h."consultationId", h.authority, h.scope, h.country, h."legalBasis", h."termCode", h.state, h."sentAt", h."messageId",
         h."deliveredAt", h."dueAt", h.answer, h."answeredAt", h.officer, h.grounds, h."moreInfoOpen", h.kept, h."endedAt"
    FROM json_to_recordset(v.children) AS h("consultationId" uuid, authority text, scope text, country text,
         "legalBasis" text, "termCode" text, state text, "sentAt" timestamptz, "messageId" uuid, "deliveredAt" timestamptz,
         "dueAt" timestamptz, answer text, "answeredAt" timestamptz, officer text, grounds text[], "moreInfoOpen" boolean, kept text[], "endedAt" timestamptz)
  ON CONFLICT (consultation_id, authority) DO UPDATE
     SET state = EXCLUDED.state, sent_at = EXCLUDED.sent_at, message_id = EXCLUDED.message_id, delivered_at = EXCLUDED.delivered_at,
         due_at = EXCLUDED.due_at, answer = EXCLUDED.answer, answered_at = EXCLUDED.answered_at, officer = EXCLUDED.officer,
         grounds = EXCLUDED.grounds, more_info_open = EXCLUDED.more_info_open, kept = EXCLUDED.kept, ended_at = EXCLUDED.ended_at;
  INSERT INTO consultation_decision (consultation_id, kind, at, who, content)
  SELECT d."consultationId", d.content ->> 'kind', d.at, d.who, d.content
    FROM json_to_recordset(v.decisions) AS d("consultationId" uuid, at timestamptz, who text, content jsonb);
  INSERT INTO consultation_history (consultation_id, at, what, authority, who, why)
  SELECT e."consultationId", e.at, e.what, e.authority, e.who, e.why
    FROM json_to_recordset(v.history) AS e("consultationId" uuid, at timestamptz, what text, authority text, who text, why text);
  INSERT INTO consultation_letter (consultation_id, kind, addressee, at, data)
  SELECT l."consultationId", l.kind, l."to", l.at, l.data
    FROM json_to_recordset(v.letters) AS l("consultationId" uuid, kind text, "to" text, at timestamptz, data jsonb);
END
$$;
