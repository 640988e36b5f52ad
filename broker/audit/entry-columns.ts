/** The columns of audit_entry as a StoredEntry, for every reader of the log. */
import { utcText } from './instant.ts';

export const ENTRY_COLUMNS = `e.chain_id AS chain, e.n::float8 AS n, ${utcText('e.at')} AS at, e.event, e.party, e.officer, e.purpose,
  e.person_ref AS "personRef", e.message_id AS "messageId", e.payload, encode(e.salt, 'hex') AS salt,
  encode(e.digest, 'hex') AS digest, encode(e.hash, 'hex') AS hash, e.deleted_under AS "deletedUnder"`;
