/** Explains a message: every fault, the route it would take, and what each recipient would get. */
import type { Explainer } from '../../broker/contract/explain.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Recipient } from '../../broker/contract/message.ts';
import type { Registry } from '../../broker/contract/registry.ts';
import { outgoingFor } from '../../broker/pipeline/steps/outgoing.ts';
import { readBody } from '../../broker/contract/read-body.ts';
import { checkData, typeOf, validEnvelope, type EnvelopeAttributes } from '../../broker/pipeline/steps/read-event.ts';
import type { Router } from '../../broker/routing/router.ts';
import type { VersionCasts } from '../../broker/routing/version-casts.ts';
import type { SchemaShelf } from '../../broker/contract/schemas.ts';
import { NOTHING_MORE, type Explained, type RecipientForm } from './explained.ts';

export interface EventDoors {
  readonly schemas: SchemaShelf;
  readonly router: Router;
  readonly casts: VersionCasts;
  readonly explainers: ReadonlyMap<string, Explainer>;
  /** Undefined without a database. */
  readonly registry: Registry | undefined;
  readonly maxDepth: number;
}

const NO_DATABASE = 'No database was named: every party is taken to exist, to hold every grant and to have a mailbox.';

export function explainEvent(doors: EventDoors, document: Buffer): Explained {
  const remarks = doors.registry === undefined ? [NO_DATABASE] : [];
  try {
    const envelope = validEvent(doors, document);
    const { recipients, routes, leftOut } = doors.router(envelope, doors.registry ?? EVERYBODY);
    const forms = recipients.map((recipient) => formFor(doors, recipient, { type: envelope.type, body: document }));
    const faults = recipients.length === 0 ? [{ pointer: '', detail: 'NO_ROUTE: no recipient is left.' }] : [];
    return {
      what: `message of type ${envelope.type}`,
      faults,
      canonical: envelope,
      route: { routes, leftOut },
      recipients: forms,
      remarks,
    };
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const faults = error.faults.length > 0 ? error.faults : [{ pointer: '', detail: error.message }];
    return {
      ...NOTHING_MORE,
      what: 'message (CloudEvent)',
      faults: faults.map((fault) => ({ ...fault, detail: `${error.hubCode}: ${fault.detail}` })),
      remarks,
    };
  }
}

function validEvent({ schemas, maxDepth }: EventDoors, document: Buffer): EnvelopeAttributes {
  const envelope = validEnvelope(readBody(document, maxDepth), schemas);
  checkData(envelope, typeOf(envelope, schemas), schemas);
  return envelope;
}

function formFor(doors: EventDoors, { destination, pull }: Recipient, stored: { type: string; body: Buffer }): RecipientForm {
  const { adapter = 'unknown', settings = {} } = doors.registry?.destination(destination) ?? {};
  const about = { destination, by: pull ? 'mailbox' : adapter, type: stored.type, form: null, lost: [], problem: null };
  const outgoing = outgoingFor(stored, settings, doors.casts);
  if (outgoing.kind === 'impossible') return { ...about, problem: `${outgoing.code}: ${outgoing.reason}` };
  const lost = [...(outgoing.change?.lost ?? []), ...(outgoing.withheld ?? [])].map((pointer) => `/data${pointer}`);
  return { ...about, type: outgoing.type, ...inWireForm(doors, about.by, { body: outgoing.body, settings, lost }) };
}

function inWireForm(doors: EventDoors, by: string, { lost, ...outbound }: Outbound & { readonly lost: readonly string[] }): Wire {
  try {
    const wire = wireForm(doors, by, outbound);
    return { form: wire.form, lost: [...lost, ...wire.lost], problem: null };
  } catch (error) {
    if (error instanceof HubError) return { form: null, lost, problem: `${error.hubCode}: ${error.message}` };
    throw error;
  }
}

type Wire = Pick<RecipientForm, 'form' | 'lost' | 'problem'>;

interface Outbound {
  readonly body: Buffer;
  readonly settings: Readonly<Record<string, unknown>>;
}

const wireForm = (
  { explainers }: EventDoors,
  by: string,
  { body, settings }: Outbound,
): { form: string | null; lost: readonly string[] } =>
  by === 'mailbox'
    ? { form: body.toString('utf8'), lost: [] }
    : (explainers.get(by)?.deliver?.(body, settings) ?? { form: null, lost: [] });

type Asked = Parameters<Router>[1];

const EVERYBODY: Asked = {
  destination: (name) => ({
    name,
    party: name,
    adapter: 'mailbox',
    settings: {},
    policy: {},
    heldSince: null,
    heldReason: null,
    breakerOpen: false,
    isFailing: false,
  }),
  isGranted: () => true,
  subscriptions: () => [],
};
