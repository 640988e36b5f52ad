/** What a service gets of the hub: `createService(hub)` in `<name>.service.ts` answers a Moleculer schema and its endpoints. */
import type { ServiceSchema } from 'moleculer';
import type { HubConfig } from '../../config/config.ts';
import type { AuditFact } from '../audit/chain.ts';
import type { Database } from '../store/database.ts';
import type { ExportContent, SignedExport } from './audit-export.ts';
import type { AuditBatch } from '../audit/writer.ts';
import type { AcceptResult, Submission } from './message.ts';
import type { AttachmentVault, TakeAttachment } from './attachments.ts';
import type { CheckSource, DeclaredCheck } from './check-source.ts';
import type { Acknowledgement, HubDoors } from './doors.ts';
import type { Endpoint } from './endpoint.ts';
import type { Registry, Subscription } from './registry.ts';
import type { SchemaShelf } from './schemas.ts';

export type { AuditFact } from '../audit/chain.ts';

/** Appends audit facts. `record` resolves after the commit; `append` lets a statement carry them in its own transaction. */
export interface AuditDoor {
  record(facts: readonly AuditFact[]): Promise<void>;
  append<T>(facts: readonly AuditFact[], run: (batch: AuditBatch) => Promise<T>): Promise<T>;
}

/** A message leased from a mailbox. */
export interface LeasedMessage {
  readonly id: string;
  readonly messageId: string;
  readonly laneId: string | null;
  readonly position: string | null;
  readonly attempt: number;
  readonly type: string;
  readonly sender: string;
  readonly body: Buffer;
}

export interface Deliveries {
  accept(submission: Submission): Promise<AcceptResult>;
  /** Throws ACCEPT_QUEUE_FULL. */
  checkRoom(): void;
  /** Publishes tickets for deliveries that a statement left leased. */
  dispatch(destination: string, ids: readonly string[]): void;
  /** Looks at a destination's due deliveries at once instead of at the next tick. */
  kick(destination: string): void;
  /** As the acknowledgement of an adapter's recipient; see RecipientDoor. */
  acknowledge(destination: string, deliveryId: string): Promise<Acknowledgement>;
  /** The writer id under which operations keep their tallies. */
  readonly operationsWriter: string;
  /** Resolves when something may have come into the mailbox, or after the time. */
  mailboxArrival(destination: string, signal: AbortSignal): Promise<void>;
  /**
   * What the party gets of a lease: each message in the version that the mailbox's settings name. One that cannot be cast becomes a
   * dead letter; it is left out, with what follows it in its lane.
   */
  handOut(destination: string, lease: string, messages: readonly LeasedMessage[]): Promise<readonly LeasedMessage[]>;
}

/** Who does something as an operator. */
export interface OperatorActor {
  readonly party: string;
  readonly officer?: string;
}

/** What services change: one transaction each, with the audit entry. Holding and resuming throw NOT_FOUND. */
export interface AdministrationDoor {
  hold(destination: string, by: OperatorActor, reason: string): Promise<void>;
  resume(destination: string, by: OperatorActor, reason: string): Promise<void>;
  /** Replaces a subscription of the same name. The caller has checked type, condition and grant. Throws INVALID_SETTING, INVALID_STATE. */
  subscribe(wanted: Omit<Subscription, 'createdAt'>, by: OperatorActor): Promise<void>;
  /** Throws NOT_FOUND. */
  unsubscribe(party: string, name: string, by: OperatorActor): Promise<void>;
}

/** What the hub itself tells a party. Only what is stored may go in: a repeat must have the same bytes. */
export interface Notice {
  /** Follows from what the notice is about. */
  readonly eventId: string;
  readonly type: string;
  readonly at: Date;
  readonly party: string;
  readonly data: unknown;
  readonly correlationId?: string;
  readonly causationId?: string;
}

/** Resolves after the commit: false when the party has no destination and nothing was sent. Saying it again changes nothing. */
export type Notify = (notice: Notice) => Promise<boolean>;

/** `byHub`: the hub submits it for the party, of whatever type and without a grant to submit. */
export type Receive = (party: string, body: Buffer, how?: { readonly byHub?: boolean }) => Promise<AcceptResult>;

export interface Hub extends HubDoors {
  readonly config: HubConfig;
  readonly nodeId: string;
  readonly database: Database;
  readonly registry: Registry;
  readonly schemas: SchemaShelf;
  readonly deliveries: Deliveries;
  /** Writers with a chain each: synchronous look-ups, and operations (operators, rejections, reads). */
  readonly audit: { readonly lookup: AuditDoor; readonly operations: AuditDoor };
  readonly administration: AdministrationDoor;
  /** Makes a signed document of audit entries, which verifyExport checks without the hub. */
  readonly signExport: (content: ExportContent) => SignedExport;
  /** The receive pipeline: from the exact bytes a party sent to its receipt. */
  readonly receive: Receive;
  readonly notify: Notify;
  readonly attachments: AttachmentVault;
  readonly takeAttachment: TakeAttachment;
  /** Components for readiness: name to check. */
  readonly health: () => Promise<Record<string, { ok: boolean; words: string }>>;
  /** Prometheus text of this node. */
  readonly metrics: () => Promise<string>;
  /** Endpoints of all local services, known after discovery. */
  readonly endpoints: () => readonly Endpoint[];
  /** What local services can be asked about a person, known after discovery. */
  readonly checkSources: () => readonly CheckSource[];
}

export interface HubService {
  readonly schema: ServiceSchema;
  readonly endpoints: readonly Endpoint[];
  /** What other services may ask it about a person. */
  readonly checks?: readonly DeclaredCheck[];
}

export type CreateService = (hub: Hub) => HubService | Promise<HubService>;

/** What `<name>.service.ts` exports. A service that receives messages also stands on nodes that deliver: there its action `receive` is called. */
export interface ServiceModule {
  readonly createService: CreateService;
  /** On nodes with one of these; on those with a gateway if it says nothing. */
  readonly roles?: readonly HubConfig['nodeRoles'][number][];
}
