/** Generated from the JSON Schemas beside this file by `npm run generate:schemas`; changes belong into the schemas. */
/**
 * No control characters and no lone surrogates.
 */
export type EnvelopeName = string;
/**
 * Dead letters by the ids of their deliveries.
 *
 * @minItems 1
 * @maxItems 1000
 */
export type Ids = string[];
export type OperationsProblems = {
  id: string;
  kind: string;
  subject: string;
  words: string;
  since: string;
  /**
   * How often, or how many by now.
   */
  count: number;
  /**
   * It came again within five minutes.
   */
  growing: boolean;
  severity: 'critical' | 'warning' | 'notice';
  owner: string | null;
  action: {
    method: string;
    path: string;
  } | null;
  /**
   * Where docs/operations.md says what to do.
   */
  runbook: string;
}[];
export type SisPartsLine = string;
/**
 * What was compared with the alert and what was seen; one at least.
 *
 * @minItems 1
 * @maxItems 30
 */
export type SisPartsDifferentiators = {
  field: SisPartsLine;
  seen: string;
}[];
/**
 * ISO 8601 with its offset.
 */
export type SisPartsInstant = string;
export type SisPartsText = string;
export type SisPartsUuid = string;
/**
 * Opaque; begins with the issuing state. Its length is not verified.
 */
export type SisPartsSchengenId = string;
export type SisPartsAlertCategory =
  | 'RETURN'
  | 'REFUSAL_ENTRY_STAY'
  | 'REFUSAL_RESTRICTIVE_MEASURE'
  | 'ARREST'
  | 'MISSING_PROTECT'
  | 'MISSING_LOCATE'
  | 'VULNERABLE_PREVENT_TRAVEL'
  | 'JUDICIAL_PROCEDURE'
  | 'CHECK_DISCREET'
  | 'CHECK_INQUIRY'
  | 'CHECK_SPECIFIC'
  | 'INFORMATION_ALERT'
  | 'DOCUMENT_ISSUED'
  | 'DOCUMENT_BLANK';
export type SisPartsReportState = 'DRAFT' | 'SENT_TO_SIRENE' | 'ACKNOWLEDGED' | 'CLOSED';
export type SisPartsMustCollect = {
  field: string;
  en: string;
  pl: string;
}[];
export type SisPartsDay = string;
/**
 * ISO 3166-1 alpha-2.
 */
export type SisPartsState = string;
export type SisMatchV1Text = string;
export type SisMatchV1AlertCategory =
  | 'RETURN'
  | 'REFUSAL_ENTRY_STAY'
  | 'REFUSAL_RESTRICTIVE_MEASURE'
  | 'ARREST'
  | 'MISSING_PROTECT'
  | 'MISSING_LOCATE'
  | 'VULNERABLE_PREVENT_TRAVEL'
  | 'JUDICIAL_PROCEDURE'
  | 'CHECK_DISCREET'
  | 'CHECK_INQUIRY'
  | 'CHECK_SPECIFIC'
  | 'INFORMATION_ALERT'
  | 'DOCUMENT_BLANK'
  | 'DOCUMENT_ISSUED';
export type SisMatchV1Edtf = string;
export type CodeListsCodeListText = string;
export type CodeListsCodeListDay = string | null;
export type CodeListsCodeListTheirCode = string;
export type CodeListsCodeListDialectName = string;
/**
 * A name in any script; no control characters, no lone surrogates.
 */
export type SisSearchV1Name = string;
export type SisSearchV1Line = string;

/**
 * Without entries about the reader.
 */
export interface AuditEntries {
  entries: {
    chain: string;
    n: number;
    at: string;
    event: string;
    party: string | null;
    officer: string | null;
    purpose: string | null;
    personRef: string | null;
    messageId: string | null;
    /**
     * Null once the content was deleted under a rule.
     */
    facts: {} | null;
    hash: string;
    /**
     * The rule under which the content was deleted.
     */
    deletedUnder: string | null;
  }[];
  /**
   * For `after` of the next page; null on the last one.
   */
  next: string | null;
}
/**
 * One of personRef, party, officer and from at least.
 */
export interface AuditExportRequest {
  personRef?: string;
  party?: string;
  officer?: string;
  purpose?: string;
  from?: string;
  to?: string;
  /**
   * Recorded with the action; a colleague understands it.
   */
  reason: string;
}
/**
 * Verified without the hub: Ed25519 over the canonical JSON (RFC 8785) of format and content.
 */
export interface AuditExport {
  format: 'pobyt-hub-audit-export/1';
  content: {
    exportedAt: string;
    by: {
      party: string;
      officer: string;
    };
    reason: string;
    filter: {
      [k: string]: string;
    };
    entries: {
      chain: string;
      n: number;
      at: string;
      event: string;
      party: string | null;
      officer: string | null;
      purpose: string | null;
      personRef: string | null;
      messageId: string | null;
      payload: string | null;
      salt: string | null;
      digest: string;
      previous: string | null;
      hash: string;
      /**
       * The rule under which the content was deleted.
       */
      deletedUnder: string | null;
    }[];
  };
  keyId: string;
  signature: string;
}
export interface AuditSeals {
  seals: {
    n: number;
    sealedAt: string;
    /**
     * The last entry of each chain that the seal covers.
     */
    heads: {} | unknown[];
    previous: string | null;
    hash: string;
    signature: string;
    keyId: string;
  }[];
  /**
   * For `after` of the next page; null on the last one.
   */
  next: string | null;
}
/**
 * Extension attributes (lower case letters and digits) of the hub: destination, correlationid, causationid, sequencekey, expirytime, purpose, traceparent. `sequence` is given by the hub.
 */
export interface Envelope {
  specversion: '1.0';
  id: EnvelopeName;
  source: EnvelopeName;
  type: EnvelopeName;
  subject?: EnvelopeName;
  time?: string;
  datacontenttype?: string;
  dataschema?: string;
  data: {};
  /**
   * Party codes, comma separated; then the routes do not decide.
   */
  destination?: string;
  correlationid?: EnvelopeName;
  causationid?: EnvelopeName;
  sequencekey?: EnvelopeName;
  expirytime?: string;
  purpose?: EnvelopeName;
  traceparent?: string;
  /**
   * This interface was referenced by `Envelope`'s JSON-Schema definition
   * via the `patternProperty` "^[a-z0-9]{1,20}$".
   */
  [k: string]: string | number | boolean | {} | unknown[] | null | '1.0' | undefined;
}
export interface ExchangeAcknowledged {
  acknowledged: string[];
  results: {
    id: string;
    result: 'acknowledged';
  }[];
}
/**
 * Again it changes nothing.
 */
export interface ExchangeAcknowledgement {
  leaseId: string;
  /**
   * Ids of messages that came with the lease; a position needs all earlier ones of its lane.
   *
   * @minItems 1
   * @maxItems 1000
   */
  ids: string[];
}
/**
 * What is not acknowledged before expiresAt comes back.
 */
export interface ExchangeLease {
  leaseId: string | null;
  expiresAt: string | null;
  messages: {
    id: string;
    deliveryId: string;
    attempt: number;
    /**
     * The CloudEvent as it was submitted, with its place in the lane as `sequence`.
     */
    event: {};
  }[];
}
/**
 * A recipient sees its own delivery alone.
 */
export interface ExchangeMessage {
  id: string;
  /**
   * Derived from the deliveries.
   */
  state: 'accepted' | 'delivered' | 'partly-delivered' | 'failed';
  acceptedAt: string;
  sha256: string;
  party: string;
  source: string;
  /**
   * The id its sender gave.
   */
  eventId: string;
  type: string;
  subject: string | null;
  sequenceKey: string | null;
  correlationId: string | null;
  deliveries: {
    id: string;
    destination: string;
    state: 'queued' | 'parked' | 'delivering' | 'waiting-retry' | 'held' | 'delivered' | 'dead' | 'discarded' | 'expired';
    /**
     * Place in its lane.
     */
    position: number | null;
    attempts: number;
    finishedAt: string | null;
    nextAttemptAt: string | null;
    reason: string | null;
    failedAttempts: {
      attempt: number;
      startedAt: string;
      durationMs: number;
      outcome: string;
      errorCode: string;
      status: number | null;
    }[];
  }[];
  history: {
    at: string;
    event: string;
    destination?: string;
  }[];
}
/**
 * In the order of acceptance.
 */
export interface ExchangeMessages {
  messages: {
    id: string;
    acceptedAt: string;
    party: string;
    type: string;
    subject: string | null;
    sequenceKey: string | null;
    correlationId: string | null;
    links: {
      self: string;
    };
  }[];
  /**
   * For `after` of the next page; null on the last one.
   */
  next: string | null;
}
/**
 * To the letter the same for every repeat.
 */
export interface ExchangeReceipt {
  id: string;
  state: 'accepted';
  acceptedAt: string;
  /**
   * Of the exact bytes received.
   */
  sha256: string;
  links: {
    self: string;
  };
}
export interface OperationsDeadLetterGroup {
  group: string;
  fingerprint: string;
  cause: string;
  destination: string;
  type: string;
  firstSeen: string;
  lastSeen: string;
  /**
   * Dead now.
   */
  count: number;
  /**
   * Died so far, retried ones each time.
   */
  total: number;
  owner: string | null;
  note: string | null;
}
export interface OperationsDeadLetterGroups {
  groups: OperationsDeadLetterGroup[];
  next: string | null;
}
export interface OperationsDeadLetter {
  id: string;
  messageId: string;
  destination: string;
  sender: string;
  type: string;
  laneId: string | null;
  position: string | null;
  laneReleased: boolean;
  cause: string;
  group: string;
  attempts: number;
  mappingVersion: string;
  acceptedAt: string;
  firstFailedAt: string | null;
  diedAt: string;
  expiresAt: string | null;
  deleteAfter: string;
  attemptLog: {
    attempt: number;
    startedAt: string;
    durationMs: number;
    outcome: string;
    errorCode: string;
    status: number | null;
    node: string | null;
    sentBytes: number | null;
    receivedBytes: number | null;
  }[];
  links: {
    message: string;
  };
}
export interface OperationsDeadLetters {
  deadLetters: {
    id: string;
    messageId: string;
    destination: string;
    sender: string;
    type: string;
    laneId: string | null;
    position: string | null;
    laneReleased: boolean;
    cause: string;
    group: string;
    attempts: number;
    mappingVersion: string;
    acceptedAt: string;
    firstFailedAt: string | null;
    diedAt: string;
    expiresAt: string | null;
    deleteAfter: string;
  }[];
  /**
   * The cursor of the next page.
   */
  next: string | null;
}
export interface OperationsDestinations {
  at: string;
  destinations: {
    name: string;
    adapter: string | null;
    counts: Totals;
    /**
     * Since the oldest unfinished delivery was accepted.
     */
    oldestAgeSeconds: number | null;
    /**
     * Deliveries neither finished nor dead.
     */
    depth: number;
    /**
     * Deliveries a second over about the last minute; null while the node is too young to know.
     */
    ratePerSecond: number | null;
    held: boolean;
    heldSince: string | null;
    heldBy: string | null;
    reason: string | null;
    breaker: {
      state: 'open' | 'closed';
      failures: number;
      probeAt: string | null;
    };
  }[];
}
/**
 * created is the sum of the others.
 */
export interface Totals {
  created: number;
  queued: number;
  parked: number;
  delivering: number;
  waitingRetry: number;
  delivered: number;
  dead: number;
  discarded: number;
  expired: number;
}
export interface OperationsDiscardRequest {
  ids?: Ids;
  /**
   * All of a failure group, by its fingerprint.
   */
  group?: string;
  filter?: Filter;
  /**
   * Recorded with the action; a colleague understands it.
   */
  reason: string;
}
/**
 * All that fit every member given.
 */
export interface Filter {
  /**
   * The destination.
   */
  destination?: string;
  /**
   * The fingerprint of the failure group.
   */
  group?: string;
  /**
   * The message type.
   */
  type?: string;
}
export interface OperationsDiscarded {
  /**
   * How many fitted the choice; more than were discarded are left for the next call.
   */
  total: number;
  discarded: number;
}
export interface OperationsGroupNote {
  /**
   * A person or team; null: nobody.
   */
  owner: string | null;
  /**
   * What is known; no personal data. null: nothing.
   */
  note: string | null;
}
export interface OperationsHeld {
  name: string;
  held: boolean;
  reason: string | null;
}
export interface OperationsOverview {
  words: string;
  provenAt: string;
  reconciles: boolean;
  totals: Totals;
  oldestAgeSeconds: number | null;
  destinations: {
    name: string;
    adapter: string | null;
    counts: Totals;
    /**
     * Since the oldest unfinished delivery was accepted.
     */
    oldestAgeSeconds: number | null;
    /**
     * Deliveries neither finished nor dead.
     */
    depth: number;
    reconciles: boolean;
  }[];
}
export interface OperationsReason {
  /**
   * Recorded with the action; a colleague understands it.
   */
  reason: string;
}
export interface OperationsReleaseRequest {
  /**
   * The dead letter that blocks it.
   */
  deliveryId?: string;
  laneId?: string;
  /**
   * Recorded with the action; a colleague understands it.
   */
  reason: string;
}
export interface OperationsReleased {
  laneId: string;
  released: string;
  /**
   * Whether a message waited behind.
   */
  goesOn: boolean;
}
export interface OperationsRetryJob {
  jobId: string;
  state: 'RUNNING' | 'DONE' | 'STOPPED';
  total: number;
  /**
   * Put back so far.
   */
  putBack: number;
  /**
   * Put back, outcome not known.
   */
  underWay: number;
  delivered: number;
  deadAgain: number;
  /**
   * Expired or discarded after they were put back.
   */
  ended: number;
  /**
   * No dead letter any more when their turn came.
   */
  gone: number;
  /**
   * Not put back: they wait, or stay dead letters when the job ended.
   */
  left: number;
  ratePerSecond: number;
  choice: {};
  reason: string;
  party: string;
  officer: string | null;
  begunAt: string;
  endedAt: string | null;
  /**
   * The officer or party that stopped it, or hub.
   */
  endedBy: string | null;
  endedWhy: string | null;
  /**
   * One of each failure group goes first; the others of the group follow when it was delivered.
   */
  canaries: {
    group: string;
    destination: string;
    deliveryId: string | null;
    state: 'waiting' | 'under-way' | 'delivered' | 'failed' | 'left';
  }[];
  links: {
    self: string;
    stop: string;
  };
}
export interface OperationsRetryJobs {
  jobs: OperationsRetryJob[];
  next: string | null;
}
export interface OperationsRetryRequest {
  ids?: Ids;
  /**
   * All of a failure group, by its fingerprint.
   */
  group?: string;
  filter?: Filter;
  /**
   * Recorded with the action; a colleague understands it.
   */
  reason: string;
  /**
   * How many letters a second at most, after the canaries. Default 20.
   */
  ratePerSecond?: number;
}
/**
 * The officer says by what the person was told apart: with it the match becomes a hit (2018/1861 Art. 3).
 */
export interface SisConfirmation {
  officer: SisPartsOfficer;
  differentiators: SisPartsDifferentiators;
  checkedAt: SisPartsInstant;
  place: SisPartsLine;
  actionTaken: SisPartsText;
  /**
   * Demanded where the match bears the notice of a possible victim (2018/1861 Art. 47).
   */
  victimExcluded?: true;
}
export interface SisPartsOfficer {
  id: SisPartsLine;
  unit: SisPartsLine;
}
export interface SisFalseMatch {
  searchId: SisPartsUuid;
  matchNumber: number;
  rejectedAt: SisPartsInstant;
}
export interface SisHitReportStep {
  officer: SisPartsOfficer;
  reference?: SisPartsLine;
}
export interface SisHitReportSubmission {
  officer: SisPartsOfficer;
  identityShown: SisPartsLine;
  /**
   * @maxItems 20
   */
  documentsShown: SisPartsDocumentShown[];
  callbackPhone: string;
  collected?: SisPartsCollected;
}
export interface SisPartsDocumentShown {
  kind: SisPartsLine;
  number: SisPartsLine;
  /**
   * ISO 3166-1 alpha-3 or a code of ICAO Doc 9303.
   */
  country?: string;
}
/**
 * By the names of the list that the confirmation answered as mustCollect (2018/1862 Art. 37(1)).
 */
export interface SisPartsCollected {
  [k: string]: SisPartsText;
}
/**
 * Where the report of a hit stands; references only, never what the alert says.
 */
export interface SisHitReport {
  id: SisPartsUuid;
  hitId: SisPartsUuid;
  searchId: SisPartsUuid;
  matchNumber: number;
  party: SisPartsLine;
  officer: SisPartsOfficer;
  schengenId: SisPartsSchengenId;
  alertCategory: SisPartsAlertCategory;
  state: SisPartsReportState;
  confirmedAt: SisPartsInstant;
  dueAt: SisPartsInstant;
  sentAt: string | null;
  messageId: string | null;
  acknowledgedAt: string | null;
  closedAt: string | null;
  mustCollect: SisPartsMustCollect;
}
export interface SisHitReports {
  hitReports: SisHitReport[];
}
/**
 * A confirmed match with its hit report.
 */
export interface SisHit {
  hitId: SisPartsUuid;
  confirmedAt: SisPartsInstant;
  hitReport: {
    id: SisPartsUuid;
    state: SisPartsReportState;
    /**
     * When SIRENE must have it.
     */
    dueAt: SisPartsInstant;
    mustCollect: SisPartsMustCollect;
  };
}
export interface SisParts {}
/**
 * The person is not the one of the alert: what tells them apart, or the reason in words.
 */
export interface SisRejection {
  officer: SisPartsOfficer;
  differentiators?: SisPartsDifferentiators;
  checkedAt?: SisPartsInstant;
  place?: SisPartsLine;
  actionTaken?: SisPartsText;
  reason?: SisPartsText;
}
/**
 * A failure is never an empty answer: it comes as an error with the searchId.
 */
export interface SisSearchAnswer {
  searchId: SisPartsUuid;
  /**
   * PARTIAL: a source was silent, so that it is not known whether there is more. TOO_MANY: say more about the person; no list is given.
   */
  outcome: 'NO_MATCH' | 'MATCHES' | 'PARTIAL' | 'TOO_MANY';
  matches: SisMatchV1[];
  categoriesSearched: SisPartsAlertCategory[];
  answeredAt: SisPartsInstant;
  source: {
    kind: 'NATIONAL_COPY' | 'CS_SIS';
    asOf: SisPartsInstant;
  };
  silentSources?: string[];
  nextStep: string;
}
/**
 * One alert that a search revealed. A match is not a hit: a named officer confirms it first.
 */
export interface SisMatchV1 {
  /**
   * From 1, within the search; names the match when it is confirmed or rejected.
   */
  matchNumber: number;
  /**
   * Opaque; begins with the issuing state.
   */
  schengenId: SisMatchV1Text;
  issuingState: string;
  alertCategory: SisMatchV1AlertCategory;
  legalArticle: SisMatchV1Text;
  reasonForAlert: SisMatchV1Text;
  /**
   * What the officer does. VERIFY_IDENTITY_CONTACT_SIRENE where the person may be the victim of a misused identity, whatever the issuing state asked for; for an alert flagged by Poland, what the flag leaves.
   */
  actionToBeTaken:
    | 'ARREST'
    | 'REFUSE_ENTRY_OR_STAY'
    | 'VERIFY_RETURN'
    | 'PLACE_UNDER_PROTECTION'
    | 'COMMUNICATE_WHEREABOUTS'
    | 'PREVENT_TRAVEL'
    | 'COMMUNICATE_RESIDENCE'
    | 'COLLECT_DISCREETLY'
    | 'INQUIRY_CHECK'
    | 'SPECIFIC_CHECK'
    | 'INFORM_ISSUING_STATE'
    | 'SEIZE'
    | 'VERIFY_IDENTITY_CONTACT_SIRENE'
    | 'CONTACT_SIRENE';
  /**
   * To be shown before anything else (2018/1861 Art. 47).
   */
  notice?: 'POSSIBLE_VICTIM_OF_MISUSED_IDENTITY';
  /**
   * The person must not learn of the alert (2018/1862 Art. 36, discreet check).
   */
  doNotReveal?: true;
  warnings: ('ARMED' | 'VIOLENT' | 'ABSCONDED_OR_ESCAPED' | 'SUICIDE_RISK' | 'PUBLIC_HEALTH_THREAT' | 'TERRORISM_RELATED')[];
  typeOfOffence?: SisMatchV1Text;
  identities: SisMatchV1Identity[];
  /**
   * Which of the identities matched; null for an alert on an object.
   */
  matchedIdentityIndex: number | null;
  /**
   * True when the identity that matched is a misused one: show this before anything else.
   */
  mayBeVictim: boolean;
  documents: SisMatchV1Document[];
  nationalities: string[];
  hasPhoto: boolean;
  hasFingerprints: boolean;
  hasEaw: boolean;
  /**
   * Only links to alerts of categories that the caller may see; absent when there are none.
   *
   * @minItems 1
   */
  links?: {
    schengenId: SisMatchV1Text;
    alertCategory: SisMatchV1AlertCategory;
  }[];
  /**
   * States on whose territory the alert is not executed (2018/1862 Arts 24 and 25).
   */
  flaggedBy: string[];
  expiryDate: string;
  sireneContact?: SisMatchV1Text;
  matchScore: number;
  /**
   * What of the search agreed; of a partial date only as much as both sides know.
   */
  matchedFields: (
    | 'surname'
    | 'forename'
    | 'dateOfBirth'
    | 'yearAndMonthOfBirth'
    | 'yearOfBirth'
    | 'nationality'
    | 'sex'
    | 'documentNumber'
    | 'documentNumberSimilar'
    | 'schengenId'
  )[];
}
export interface SisMatchV1Identity {
  kind: 'CONFIRMED' | 'NOT_CONFIRMED' | 'ALIAS' | 'MISUSED';
  surname?: SisMatchV1Text;
  forename?: SisMatchV1Text;
  nameAtBirth?: SisMatchV1Text;
  dateOfBirth?: SisMatchV1Edtf;
  placeOfBirth?: SisMatchV1Text;
  sex?: 'M' | 'F' | 'X' | 'U';
  nationalities: string[];
}
export interface SisMatchV1Document {
  category?: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | 'TRAVEL_DOCUMENT' | 'DRIVING_LICENCE' | 'VISA_STICKER';
  number: SisMatchV1Text;
  /**
   * Last number of a stolen batch of blanks; number is then the first.
   */
  numberTo?: SisMatchV1Text;
  country?: string;
  issuedOn?: string;
}
/**
 * Who asked, why and what came of it, without what alerts say.
 */
export interface SisSearchRecord {
  searchId: SisPartsUuid;
  kind: 'person' | 'document' | 'alert';
  officer: SisPartsOfficer;
  purpose: string;
  legalBasis: string;
  caseReference: string;
  categoriesAllowed: string[];
  requestedAt: SisPartsInstant;
  answeredAt: string | null;
  outcome: string | null;
  matchCount: number | null;
  matched: {
    schengenId: string;
    category: string;
  }[];
  judgements: {
    matchNumber: number;
    kind: 'HIT' | 'FALSE_MATCH';
    judgedAt: SisPartsInstant;
    officer: string;
    hitId?: SisPartsUuid;
    hitReportId?: SisPartsUuid;
  }[];
  errorCode: string | null;
}
/**
 * A closed set of codes with the days on which each is valid and what other systems call them. A code is ended by validTo, never deleted.
 */
export interface CodeListsCodeList {
  $schema?: './code-list.schema.json';
  /**
   * Name of the file without its ending.
   */
  list: string;
  title: CodeListsCodeListText;
  titlePl: CodeListsCodeListText;
  /**
   * Where the codes come from, and whether the source was seen.
   */
  source: CodeListsCodeListText;
  note: CodeListsCodeListText;
  /**
   * The other ways to say these codes. A mapping in a dialect that is not named here is a fault.
   */
  dialects?: {
    [k: string]: CodeListsCodeListDialect;
  };
  /**
   * @minItems 1
   */
  codes: CodeListsCodeListCode[];
}
export interface CodeListsCodeListDialect {
  title: CodeListsCodeListText;
  unverified?: true;
}
export interface CodeListsCodeListCode {
  code: string;
  en: CodeListsCodeListText;
  pl: CodeListsCodeListText;
  /**
   * First day; null when it is not known or has no beginning.
   */
  validFrom: CodeListsCodeListDay;
  /**
   * Last day; null while it has no end.
   */
  validTo: CodeListsCodeListDay;
  /**
   * From memory: compare with the source before it is relied on.
   */
  unverified?: true;
  /**
   * Said and read: on any day no other code of the list is said or read so in the dialect.
   */
  mappings?: {
    [k: string]: CodeListsCodeListTheirCode;
  };
  /**
   * Read only: their further codes that mean this one.
   */
  accepts?: {
    /**
     * @minItems 1
     */
    [k: string]: CodeListsCodeListTheirCode[];
  };
  /**
   * Said only: their wider code, which says less than ours and is not read back as this one.
   */
  writes?: {
    [k: string]: CodeListsCodeListTheirCode;
  };
  legalBasis?: CodeListsCodeListText;
  note?: CodeListsCodeListText;
  /**
   * What else the code says, e.g. an instance.
   */
  attributes?: {
    [k: string]: string | number | boolean;
  };
}
/**
 * That a decision exists and its dates; never its reasons. finalOn is the day the decision became final (ostateczna).
 */
export interface DecisionIssuedV1 {
  decisionId: string;
  caseReference: string;
  caseKind: 'TEMPORARY_RESIDENCE' | 'PERMANENT_RESIDENCE' | 'EU_LONG_TERM_RESIDENCE' | 'RETURN' | 'PROTECTION';
  kind: 'GRANT' | 'REFUSAL' | 'WITHDRAWAL' | 'DISCONTINUANCE' | 'RETURN_DECISION' | 'BOARD_DECISION';
  instance: 1 | 2;
  issuedOn: string;
  servedOn?: string;
  finalOn?: string;
  authority: string;
}
/**
 * From the hub (source /hub) to the sender: one of its messages was not delivered to one recipient before its expiry time, and will not be. Never about such a notice itself.
 */
export interface DeliveryExpiredV1 {
  /**
   * As in the receipt.
   */
  messageId: string;
  eventId: string;
  messageType: string;
  destination: string;
  acceptedAt: string;
  expiredAt: string;
  attempts: number;
}
export interface ExchangeNoteV1 {
  title: string;
  text: string;
  caseReference?: string;
}
/**
 * What an authority asks of the Polish technical centre: to enter, change, delete or replace an alert. Minimum sets: 2018/1861 Art. 22, 2018/1862 Art. 20, 2018/1860 Art. 4.
 */
export interface SisAlertRequestV1 {
  operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'REPLACE';
  alertCategory: SisPartsAlertCategory;
  legalBasis: SisPartsLine;
  caseReference: SisPartsLine;
  requestedBy: SisPartsOfficer;
  /**
   * Of the alert that is updated, deleted or replaced.
   */
  schengenId?: SisPartsSchengenId;
  /**
   * Of the code list sis-deletion-rules; no deletion without one.
   */
  deletionRule?:
    | 'RETURN_CONFIRMED'
    | 'RETURN_DECISION_WITHDRAWN'
    | 'REPLACED_AFTER_EXIT'
    | 'BAN_DECISION_WITHDRAWN'
    | 'CONSULTATION_RESULT'
    | 'CITIZENSHIP_ACQUIRED'
    | 'EXPIRED'
    | 'PERSON_SURRENDERED'
    | 'PERSON_LOCATED'
    | 'CHECK_REVOKED'
    | 'OBJECT_FOUND'
    | 'UNLAWFUL_OR_WRONG';
  person?: {
    /**
     * @minItems 1
     * @maxItems 50
     */
    identities: {
      kind: 'CONFIRMED' | 'NOT_CONFIRMED' | 'ALIAS' | 'MISUSED';
      surname: string;
      forename?: string;
      nameAtBirth?: string;
      /**
       * EDTF; what is not known is not said.
       */
      dateOfBirth?: string;
      placeOfBirth?: string;
      sex?: 'M' | 'F' | 'X' | 'U';
      /**
       * @maxItems 10
       *
       * Items: ISO 3166-1 alpha-3 or a code of ICAO Doc 9303.
       */
      nationalities?: string[];
    }[];
    /**
     * @maxItems 50
     */
    documents?: SisPartsDocumentShown[];
  };
  document?: {
    kind: SisPartsLine;
    number: SisPartsLine;
    /**
     * Of blank documents stolen as a batch.
     */
    numberTo?: SisPartsLine;
    country?: string;
  };
  reasonForAlert?: SisPartsText;
  decisionReference?: SisPartsLine;
  /**
   * 2018/1861 Arts 24 and 25; demanded for refusals.
   */
  ground?: 'PRIOR_CONVICTION' | 'SERIOUS_SECURITY_THREAT' | 'CIRCUMVENTION' | 'ENTRY_BAN' | 'RESTRICTIVE_MEASURE';
  actionToBeTaken?:
    | 'ARREST'
    | 'REFUSE_ENTRY_OR_STAY'
    | 'VERIFY_RETURN'
    | 'PLACE_UNDER_PROTECTION'
    | 'COMMUNICATE_WHEREABOUTS'
    | 'PREVENT_TRAVEL'
    | 'COMMUNICATE_RESIDENCE'
    | 'COLLECT_DISCREETLY'
    | 'INQUIRY_CHECK'
    | 'SPECIFIC_CHECK'
    | 'INFORM_ISSUING_STATE'
    | 'SEIZE';
  warnings?: ('ARMED' | 'VIOLENT' | 'ABSCONDED_OR_ESCAPED' | 'SUICIDE_RISK' | 'PUBLIC_HEALTH_THREAT' | 'TERRORISM_RELATED')[];
  expiresOn?: SisPartsDay;
  /**
   * 2018/1860 Art. 4; demanded for return alerts.
   */
  return?: {
    lastDayForVoluntaryDeparture?: SisPartsDay;
    isSuspended: boolean;
    hasEntryBan: boolean;
  };
  /**
   * 2018/1861 Art. 26
   */
  familyMemberOfUnionCitizen?: boolean;
}
/**
 * What the technical centre did. An alert of one state on one person exists once (Art. 23 of each regulation).
 */
export interface SisAlertResultV1 {
  /**
   * CloudEvents id of the request.
   */
  requestId: SisPartsLine;
  operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'REPLACE';
  result: 'DONE' | 'REFUSED';
  schengenId?: SisPartsSchengenId;
  doneAt: SisPartsInstant;
  refusal?: {
    ground: 'ALERT_EXISTS' | 'ALERT_UNKNOWN' | 'NOT_OURS' | 'INCOMPATIBLE_ALERT' | 'FORMAL_FAULT';
    words: SisPartsText;
  };
}
/**
 * The hub tells the authority that a confirmed hit has not been reported to SIRENE: two hours before the term ends, and when it has ended.
 */
export interface SisHitReportDueV1 {
  hitReportId: SisPartsUuid;
  searchId: SisPartsUuid;
  unit: SisPartsLine;
  officer: SisPartsLine;
  dueAt: SisPartsInstant;
  stage: 'DUE_SOON' | 'OVERDUE';
}
/**
 * What the authority that has a hit tells its SIRENE bureau. It names the alert and says what was found at the check, never what the alert says (2018/1861 Art. 41).
 */
export interface SisHitReportV1 {
  hitReportId: SisPartsUuid;
  hitId: SisPartsUuid;
  searchId: SisPartsUuid;
  authority: SisPartsLine;
  officer: SisPartsOfficer;
  schengenId: SisPartsSchengenId;
  alertCategory: SisPartsAlertCategory;
  confirmedAt: SisPartsInstant;
  dueAt: SisPartsInstant;
  checkedAt: SisPartsInstant;
  place: SisPartsLine;
  actionTaken: SisPartsText;
  differentiators: SisPartsDifferentiators;
  victimExcluded?: true;
  reasonForQuery: {
    purpose: SisPartsLine;
    legalBasis: SisPartsLine;
    caseReference: SisPartsLine;
  };
  identityShown: SisPartsLine;
  /**
   * @maxItems 20
   */
  documentsShown: SisPartsDocumentShown[];
  callbackPhone: string;
  collected?: SisPartsCollected;
}
/**
 * Body of POST /api/v1/sis/searches: whom or what to look for, who asks and why. One person, one document or one alert by its Schengen ID; nothing else is searched.
 */
export interface SisSearchV1 {
  kind: 'person' | 'document' | 'alert';
  person?: SisSearchV1Person;
  document?: SisSearchV1Document;
  alert?: SisSearchV1Alert;
  /**
   * ANY_NAME: surname and forename in either order, transliterated, partial dates by overlap. EXACT: the fields as they stand. FUZZY: as ANY_NAME, also spelling variants; of a document also O for 0 and I for 1. ANY_NUMBER: the number of a paper of unknown kind, compared with every number SIS holds.
   */
  mode?: 'ANY_NAME' | 'EXACT' | 'FUZZY' | 'ANY_NUMBER';
  purpose:
    | 'BORDER'
    | 'POLICE_CUSTOMS'
    | 'SERIOUS_CRIME'
    | 'ENTRY_STAY_PERMIT'
    | 'LONG_STAY_VISA'
    | 'RETURN'
    | 'ASYLUM_SECURITY'
    | 'VISA_C'
    | 'MID_VERIFICATION'
    | 'NATURALISATION';
  legalBasis: SisSearchV1Line;
  caseReference: SisSearchV1Line;
  officer: {
    id: SisSearchV1Line;
    unit: SisSearchV1Line;
  };
}
/**
 * A surname with a forename or a date of birth; less is refused with INVALID_QUERY.
 */
export interface SisSearchV1Person {
  /**
   * Also the only name of a person who has one.
   */
  surname: SisSearchV1Name;
  forename?: SisSearchV1Name;
  /**
   * EDTF: 1983, 1983-05, 1983-05-12, 1983-XX-XX, 1983-05-XX, with ?, ~ or % behind it for doubt.
   */
  dateOfBirth?: string;
  sex?: 'M' | 'F' | 'X' | 'U';
  /**
   * ISO 3166-1 alpha-3 or a code of ICAO Doc 9303 (XXA, XXB …).
   */
  nationality?: string;
}
export interface SisSearchV1Document {
  /**
   * Compared in upper case without spaces, hyphens and filler signs.
   */
  number: string;
  category?: 'PASSPORT' | 'ID_CARD' | 'RESIDENCE_PERMIT' | 'TRAVEL_DOCUMENT' | 'DRIVING_LICENCE' | 'VISA_STICKER';
  country?: string;
}
export interface SisSearchV1Alert {
  /**
   * Opaque; begins with the issuing state. Its length is not verified.
   */
  schengenId: string;
}
/**
 * What the consulted state answered; it comes with the correlation id of the consultation.
 */
export interface SisSireneConsultationReplyV1 {
  consultationId: SisPartsUuid;
  /**
   * No reply is no answer: the hub never makes one up.
   */
  answer: 'NO_OBJECTION' | 'OBJECTION' | 'ALERT_WILL_BE_DELETED' | 'PERMIT_WITHDRAWN' | 'PERMIT_MAINTAINED' | 'INFORMATION_ONLY';
  answeredBy: SisPartsState;
  answeredAt: SisPartsInstant;
  reference?: SisPartsLine;
  words?: SisPartsText;
}
/**
 * The Office asks another state through the SIRENE bureau before or after a permit and an alert meet (2018/1861 Arts 27 to 30).
 */
export interface SisSireneConsultationV1 {
  consultationId: SisPartsUuid;
  /**
   * 27: before a permit is granted to a person under an alert; 28: before an alert is entered on the holder of a permit; 29: the same found afterwards; 30: a hit on the holder of a valid permit; 2018/1860 Arts 9 to 12 mirror them for return.
   */
  article: '1861_ART_27' | '1861_ART_28' | '1861_ART_29' | '1861_ART_30' | '1860_ART_9' | '1860_ART_10' | '1860_ART_11' | '1860_ART_12';
  schengenId?: SisPartsSchengenId;
  consultedState: SisPartsState;
  caseReference: SisPartsLine;
  officer: SisPartsOfficer;
  permit: {
    kind: 'TEMPORARY_RESIDENCE' | 'PERMANENT_RESIDENCE' | 'EU_LONG_TERM_RESIDENCE' | 'LONG_STAY_VISA' | 'OTHER';
    number?: SisPartsLine;
    validTo?: SisPartsDay;
  };
  question?: SisPartsText;
  askedAt: SisPartsInstant;
  /**
   * 10 calendar days under Art. 27, where silence is no objection; 14 under Art. 28.
   */
  answerDueOn: SisPartsDay;
}
