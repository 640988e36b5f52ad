/**
 * The receive pipeline: what happens to a submission between its bytes and its receipt, step by step. A refused message
 * is recorded as audit with its digest and faults, and does not occupy its id.
 */
import { createHash } from 'node:crypto';
import type { AuditDoor, Deliveries, Receive } from '../contract/hub.ts';
import type { Problems } from '../contract/doors.ts';
import { HubError, MOST_FAULTS } from '../contract/errors.ts';
import type { AttachmentReference, Recipient, Submission } from '../contract/message.ts';
import type { MessageType, SchemaShelf } from '../contract/schemas.ts';
import type { Registry } from '../contract/registry.ts';
import type { Router } from '../routing/router.ts';
import { readBody } from '../contract/read-body.ts';
import { checkData, typeOf, validEnvelope, type EnvelopeAttributes } from './steps/read-event.ts';
import type { CheckReferences } from './steps/references.ts';
import { awaitedBy } from './steps/reply-terms.ts';

export interface ReceiveOptions {
  readonly registry: Registry;
  readonly schemas: SchemaShelf;
  readonly router: Router;
  readonly deliveries: Pick<Deliveries, 'accept'>;
  readonly audit: AuditDoor;
  readonly problems: Problems;
  readonly checkReferences: CheckReferences;
  readonly newId: () => string;
  readonly maxDepth: number;
  /** Told of each submission: accepted, repeated, or refused with a code. */
  readonly onSubmitted: (party: string, type: string | undefined, result: string) => void;
}

export function createReceivePipeline(options: ReceiveOptions): Receive {
  return async (party, body, { byHub = false } = {}) => {
    const sha256 = createHash('sha256').update(body).digest('hex');
    let type: MessageType | undefined;
    try {
      const envelope = validEnvelope(readBody(body, options.maxDepth), options.schemas);
      authorise(party, envelope, { registry: options.registry, byHub });
      type = typeOf(envelope, options.schemas);
      if (type.isFromHub && !byHub) throw new HubError('FORBIDDEN', { detail: `Only the hub says ${type.type}.` });
      checkData(envelope, type, options.schemas);
      const recipients = await route({ ...envelope, sender: party }, options);
      const submission = submissionOf({ party, envelope, type, recipients, sha256, body, id: options.newId() });
      await options.checkReferences(submission, type);
      const accepted = await options.deliveries.accept(submission);
      options.onSubmitted(party, envelope.type, accepted.repeated ? 'repeated' : 'accepted');
      return accepted;
    } catch (error) {
      options.onSubmitted(party, type?.type, error instanceof HubError ? error.hubCode : 'INTERNAL');
      await recordRefusal({ party, sha256, error }, options.audit);
      throw error;
    }
  };
}

function authorise(
  party: string,
  envelope: EnvelopeAttributes,
  { registry, byHub }: { readonly registry: Registry; readonly byHub: boolean },
): void {
  if (!registry.ownsSource(party, envelope.source)) throw new HubError('SOURCE_NOT_OWNED');
  if (byHub) return;
  if (
    !registry.isGranted(party, 'submit', {
      messageType: envelope.type,
      ...(envelope.purpose === undefined ? {} : { purpose: envelope.purpose }),
    })
  ) {
    throw new HubError('FORBIDDEN', { detail: 'The party has no grant to submit this message type.' });
  }
}

async function route(envelope: EnvelopeAttributes & { readonly sender: string }, options: ReceiveOptions): Promise<readonly Recipient[]> {
  const { recipients, leftOut } = options.router(envelope, options.registry);
  for (const party of leftOut) {
    await options.problems.raise({
      kind: 'ROUTED_WITHOUT_GRANT',
      subject: `${party} ${envelope.type}`,
      words: `A route names ${party} for ${envelope.type}, but ${party} has no grant to receive it. The party was left out.`,
      severity: 'warning',
    });
  }
  if (recipients.length === 0) throw new HubError('NO_ROUTE');
  return recipients;
}

interface Parts {
  readonly id: string;
  readonly party: string;
  readonly envelope: EnvelopeAttributes;
  readonly type: MessageType;
  readonly recipients: readonly Recipient[];
  readonly sha256: string;
  readonly body: Buffer;
}

const submissionOf = ({ id, party, envelope, type, recipients, sha256, body }: Parts): Submission => ({
  ...repliesOf(envelope, type),
  ...attachmentsOf(envelope, type),
  id,
  party,
  source: envelope.source,
  eventId: envelope.id,
  type: envelope.type,
  subject: envelope.subject ?? null,
  sequenceKey: envelope.sequencekey ?? null,
  correlationId: envelope.correlationid ?? null,
  causationId: envelope.causationid ?? null,
  purpose: envelope.purpose ?? null,
  traceParent: envelope.traceparent ?? null,
  expiresAt: envelope.expirytime ?? null,
  keepDays: type.keepDays,
  sha256,
  body,
  recipients,
});

function repliesOf(envelope: EnvelopeAttributes, type: MessageType): Pick<Submission, 'awaits' | 'isReply'> {
  const awaits = awaitedBy(envelope, type);
  return { ...(awaits === undefined ? {} : { awaits }), ...(type.isReply === true ? { isReply: true } : {}) };
}

function attachmentsOf({ data }: EnvelopeAttributes, { attachments }: MessageType): Pick<Submission, 'attachments'> {
  const named =
    attachments === undefined ? undefined : (data as Readonly<Record<string, readonly AttachmentReference[] | undefined>>)[attachments];
  return named === undefined ? {} : { attachments: named };
}

/** Only what the sender can correct is a refusal; a full queue or a lost database is not. */
async function recordRefusal(refusal: { party: string; sha256: string; error: unknown }, audit: AuditDoor): Promise<void> {
  const { party, sha256, error } = refusal;
  if (!(error instanceof HubError) || error.code >= 500 || error.code === 429) return;
  const faults = error.faults.slice(0, MOST_FAULTS).map((fault) => fault.pointer);
  await audit.record([{ event: 'message.rejected', party, facts: { sha256, code: error.hubCode, faults } }]);
}
