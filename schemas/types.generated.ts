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
export type CodeListsCodeListText = string;
export type CodeListsCodeListDay = string | null;
export type CodeListsCodeListTheirCode = string;
export type CodeListsCodeListDialectName = string;
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
/**
 * A name in any script; no control characters, no lone surrogates.
 */
export type SisSearchV1Name = string;
export type SisSearchV1Line = string;

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
