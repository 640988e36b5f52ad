/** Every kind of audit entry, and what it says. docs/audit-events.md is held equal to this table by a test. */
export const AUDIT_EVENTS = {
  'message.accepted': 'A message was accepted: sender, type, digest and recipients.',
  'message.rejected': 'A submission was refused: digest and faults, never the content.',
  'message.read': 'A stored message or its history was opened.',
  'message.searched': 'Stored messages were searched.',
  'delivery.delivered': 'A recipient took a message.',
  'delivery.failed': 'An attempt to deliver failed and will be repeated.',
  'delivery.dead': 'A delivery became a dead letter.',
  'delivery.expired': 'The expiry time of a message passed before it was delivered.',
  'mailbox.acknowledged': 'A party acknowledged messages of its mailbox.',
  'sis.search-requested': 'A search in SIS was started: who, why and with what data.',
  'sis.search-answered': 'SIS answered a search: outcome and references of the alerts returned.',
  'sis.search-failed': 'A search in SIS gave no answer.',
  'sis.search-refused': 'A search in SIS was refused before SIS was asked.',
  'sis.search-read': 'The record of a search was opened.',
  'dead-letter.retried': 'An operator put dead letters back to delivery.',
  'dead-letter.discarded': 'An operator gave dead letters up, with a reason.',
  'lane.released': 'An operator let a lane go on past its dead letters, with a reason.',
  'destination.held': 'A destination was put on hold.',
  'destination.resumed': 'A destination was resumed.',
  'group.changed': 'The owner or the note of a failure group was changed.',
  'party.changed': 'A party, its key, grant or officer was created, changed or ended.',
  'audit.read': 'The audit log was read.',
  'audit.exported': 'The audit log was exported.',
  'access.denied': 'A request was refused for lack of rights.',
} as const satisfies Record<string, string>;

export type AuditEvent = keyof typeof AUDIT_EVENTS;
