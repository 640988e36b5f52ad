/** Generated from the JSON Schemas beside this file by `npm run generate:schemas`; changes belong into the schemas. */
/**
 * The file itself, with its media type in Content-Type and its SHA-256 in Content-Digest (RFC 9530). At the upload the digest may stand in Hub-Sha256 (hex) instead.
 */
export type AttachmentsContent = string;
/**
 * ISO 3166-1 alpha-3 (code list countries); of a country that is gone its own code of ISO 3166-3 (historical-countries), never that of a successor; RKS and organisations as ICAO Doc 9303 has them (icao-countries). The status of a bearer is no country.
 */
export type Country = string;
/**
 * One line in any script: no control characters, no lone surrogates, not only spaces.
 */
export type Line = string;
/**
 * As the hub knows the authority; Polish ones stand in the code list authorities.
 */
export type PartyCode = string;
/**
 * Stateless (XXA), refugee (XXB), other refugee (XXC): stands in the place of a nationality on travel documents and is none.
 */
export type BearerStatus = 'XXA' | 'XXB' | 'XXC';
/**
 * ISO 8601-2 as far as it is one date of the calendar: 1983, 1983-05, 1983-05-12, XX for what is unknown; behind it ? for a probable date, ~ for about that time, % for both.
 */
export type EdtfDate = string;
export type CaseKind = 'TEMPORARY_RESIDENCE' | 'PERMANENT_RESIDENCE' | 'EU_LONG_TERM_RESIDENCE' | 'RETURN' | 'PROTECTION' | 'VISA';
/**
 * No control characters and no lone surrogates.
 */
export type EnvelopeName = string;
/**
 * Tabs and line ends are the only control characters.
 */
export type FreeText = string;
export type Sex = 'M' | 'F' | 'X' | 'U';
export type MaritalStatus = 'SINGLE' | 'MARRIED' | 'REGISTERED_PARTNERSHIP' | 'SEPARATED' | 'DIVORCED' | 'WIDOWED' | 'OTHER' | 'UNKNOWN';
/**
 * What an authority calls a case, a decision, a document or a person. Opaque: only compared.
 */
export type Reference = string;
/**
 * As in VIS.
 */
export type VisaApplicationNumber = string;
export type VisaEntries = 'ONE' | 'TWO' | 'MULTIPLE';
/**
 * Of the sticker, never used again: at most twelve letters and digits.
 */
export type VisaNumber = string;
/**
 * Points of Art. 60(1) of the Act on Foreigners.
 */
export type VisaPurpose =
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '5a'
  | '6'
  | '7'
  | '8'
  | '9'
  | '10'
  | '11'
  | '12'
  | '13'
  | '13a'
  | '13b'
  | '14'
  | '15'
  | '16'
  | '17'
  | '17a'
  | '18'
  | '18a'
  | '19'
  | '20'
  | '21'
  | '22'
  | '23'
  | '24'
  | '24a';
/**
 * Limited territorial validity is no type.
 */
export type VisaType = 'A' | 'C' | 'D';
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
/**
 * Annulled, revoked, shortened, extended, or its sticker replaced or invalidated.
 */
export type VisasEvent = VisaV1Event;
export type CodeListsCodeListText = string;
export type CodeListsCodeListDay = string | null;
export type CodeListsCodeListTheirCode = string;
export type CodeListsCodeListDialectName = string;
/**
 * A name in any script; no control characters, no lone surrogates.
 */
export type SisSearchV1Name = string;
export type SisSearchV1Line = string;

export interface AttachmentsAttachment {
  id: string;
  sha256: string;
  sizeBytes: number;
  mediaType: string;
  /**
   * Until then a message may refer to it; without any reference it is deleted.
   */
  expiresAt: string;
}
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
export interface Address {
  country: Country;
  place?: Line;
  postalCode?: Line;
  street?: Line;
  building?: Line;
  flat?: Line;
  /**
   * TERC of the gmina, seven digits; only of addresses in Poland.
   */
  municipality?: string;
}
/**
 * Names what was uploaded before (claim check): only the reference travels in the message, the bytes are fetched by it.
 */
export interface Attachment {
  /**
   * As answered at the upload.
   */
  id: string;
  /**
   * Under which a person would save it. A label, never a path.
   */
  name: string;
  mediaType: string;
  sha256: string;
  sizeBytes: number;
}
export interface Authority {
  country: Country;
  code?: PartyCode;
  name?: Line;
  place?: Line;
}
export interface Birth {
  date?: PartialDate;
  place?: WrittenName;
  /**
   * As it was called then: who was born in the USSR has SUN for ever.
   */
  country?: Country;
}
/**
 * What is unknown is left out and never filled in; 1 January is a day like any other only if precision is DAY. Art. 13 of the Act on Foreigners wants the probable year where no document proves the date.
 */
export interface PartialDate {
  value: EdtfDate;
  /**
   * How far it is known without a gap: a day whose month is unknown is YEAR.
   */
  precision: 'YEAR' | 'MONTH' | 'DAY';
  basis: 'DOCUMENT' | 'DECLARED' | 'PROBABLE';
}
/**
 * At least one of the two writings; none is ever made from the other in silence.
 */
export interface WrittenName {
  original?: Line;
  /**
   * ISO 15924, e.g. Latn, Cyrl, Arab.
   */
  script?: string;
  /**
   * A to Z, space, hyphen and apostrophe (ICAO Doc 9303-3); else as the travel document has it.
   */
  transliterated?: string;
}
/**
 * A travel document, an identity document or a residence document of any state.
 */
export interface Document {
  kind:
    | 'KP'
    | 'TZTC'
    | 'DPKG'
    | 'PDPC'
    | 'TPDPC'
    | 'PDTC'
    | 'ZPT'
    | 'DUKR'
    | 'PASSPORT_ORDINARY'
    | 'PASSPORT_DIPLOMATIC'
    | 'PASSPORT_OFFICIAL'
    | 'PASSPORT_SERVICE'
    | 'PASSPORT_EMERGENCY'
    | 'REFUGEE_TRAVEL_DOCUMENT'
    | 'ALIEN_TRAVEL_DOCUMENT'
    | 'TRAVEL_DOCUMENT'
    | 'ID_CARD'
    | 'RESIDENCE_PERMIT'
    | 'DRIVING_LICENCE'
    | 'VISA_STICKER'
    | 'CREW_CERTIFICATE';
  /**
   * As printed; compared in upper case without spaces, hyphens and fillers.
   */
  number: string;
  country?: Country;
  issuingAuthority?: Line;
  issuedOn?: string;
  expiresOn?: string;
  nationalNumber?: Line;
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
  [k: string]: string | number | boolean | {} | unknown[] | null | '1.0' | EnvelopeName | undefined;
}
/**
 * One of the identities of a person. MISUSED is the data of a victim whose identity the person uses: it is shown first, and held only as long as the victim agrees (Reg. (EU) 2018/1861 Art. 47).
 */
export interface Identity {
  kind: 'CONFIRMED' | 'NOT_CONFIRMED' | 'ALIAS' | 'MISUSED';
  details: PersonalDetails;
  documents?: Document[];
}
/**
 * What is said of one identity of a person. Citizenship, ethnic nationality and the status of the bearer are three things.
 */
export interface PersonalDetails {
  name: PersonName;
  birth?: Birth;
  sex?: Sex;
  /**
   * All that are known; empty for who has none.
   */
  citizenships?: Country[];
  ethnicNationality?: Line;
  bearerStatus?: BearerStatus;
  parents?: ParentNames;
}
/**
 * Who has one name only has it as surname.
 */
export interface PersonName {
  surname: WrittenName;
  forenames?: WrittenName;
  surnameAtBirth?: WrittenName;
  previousNames?: WrittenName[];
  patronymic?: WrittenName;
  full?: WrittenName;
}
export interface ParentNames {
  fathersForenames?: WrittenName;
  fathersSurname?: WrittenName;
  mothersForenames?: WrittenName;
  mothersSurname?: WrittenName;
  mothersSurnameAtBirth?: WrittenName;
}
/**
 * The registered person who acted: a technical account alone is not enough.
 */
export interface Officer {
  id: Reference;
  unit: Line;
  phone?: Line;
}
export interface ConsultationsAct {
  reason: FreeText;
  authority?: PartyCode;
}
/**
 * LATE: kept and shown, but it changes nothing.
 */
export interface ConsultationsAnswerTaken {
  reference: Reference;
  counts: 'TAKEN' | 'LATE' | 'REFUSED';
  code?: string;
  state?: 'CREATED' | 'SENT' | 'DELIVERED' | 'ANSWERED' | 'TACIT' | 'EXTENDED' | 'FAILED' | 'CANCELLED';
}
export interface ConsultationsAnswer {
  answer: 'NO_OBJECTION' | 'OBJECTION' | 'MORE_INFO_NEEDED' | 'NOT_COMPETENT';
  /**
   * @minItems 1
   */
  grounds?: ('PUBLIC_POLICY' | 'INTERNAL_SECURITY' | 'INTERNATIONAL_RELATIONS' | 'PUBLIC_HEALTH')[];
  question?: FreeText;
  /**
   * Only a rule that the authority has recorded; otherwise a named officer answers.
   */
  automatedBy?: Line;
}
export interface ConsultationsAnswersTaken {
  answers: ConsultationsAnswerTaken[];
}
export interface ConsultationsAnswers {
  /**
   * @minItems 1
   * @maxItems 200
   */
  answers: {
    reference: Reference;
    answer: 'NO_OBJECTION' | 'OBJECTION' | 'MORE_INFO_NEEDED' | 'NOT_COMPETENT';
    /**
     * @minItems 1
     */
    grounds?: ('PUBLIC_POLICY' | 'INTERNAL_SECURITY' | 'INTERNATIONAL_RELATIONS' | 'PUBLIC_HEALTH')[];
    question?: FreeText;
    /**
     * Only a rule that the authority has recorded; otherwise a named officer answers.
     */
    automatedBy?: Line;
  }[];
}
/**
 * As far as the caller may see it: the consulate its own, the Office all, an authority what it was asked and its own answer.
 */
export interface ConsultationsConsultation {
  consultationId: string;
  reference: Reference;
  applicationNumber: VisaApplicationNumber;
  party: PartyCode;
  groupId?: Reference;
  /**
   * OPEN, FINAL (decided, not released), RELEASED, CANCELLED.
   */
  state: 'OPEN' | 'FINAL' | 'RELEASED' | 'CANCELLED';
  submittedAt: string;
  dueAt: string;
  isExtended?: boolean;
  currentVerdict: 'OBJECTION' | 'INCOMPLETE' | 'TACIT_NO_OBJECTION' | 'NO_OBJECTION' | null;
  finalVerdict: 'OBJECTION' | 'INCOMPLETE' | 'TACIT_NO_OBJECTION' | 'NO_OBJECTION' | null;
  finalAt?: string;
  releasedAt?: string;
  releasedBy?: string;
  cancelledAt?: string;
  reasons?: ConsultationsReason[];
  children: {
    authority: PartyCode;
    scope: 'NATIONAL' | 'SCHENGEN';
    country: Country;
    state: 'CREATED' | 'SENT' | 'DELIVERED' | 'ANSWERED' | 'TACIT' | 'EXTENDED' | 'FAILED' | 'CANCELLED';
    legalBasis: Line;
    termCode?: string;
    sentAt?: string;
    deliveredAt?: string;
    dueAt?: string;
    answer?: 'NO_OBJECTION' | 'OBJECTION' | 'MORE_INFO_NEEDED' | 'NOT_COMPETENT';
    answeredAt?: string;
    officer?: string;
    /**
     * Only the Office and the authority itself see them.
     */
    grounds?: string[];
    moreInfoOpen: boolean;
    endedAt?: string;
  }[];
  checks?: {
    source: string;
    /**
     * NOT_ASKED: not installed. NOT_ANSWERED: asked again until it answers. Neither is clear.
     */
    state: 'NOT_ASKED' | 'NOT_ANSWERED' | 'CLEAR' | 'FOUND';
    askedAt: string;
    found: {}[];
  }[];
  tasks?: {
    notice: string;
    at: string;
    authority?: PartyCode;
  }[];
  history?: {
    at: string;
    what: string;
    authority?: PartyCode;
    who: string;
    why?: string;
  }[];
  application?: VisaApplicationV1;
  links: {
    self: string;
  };
}
export interface ConsultationsReason {
  authority: PartyCode;
  scope: 'NATIONAL' | 'SCHENGEN';
  state: 'CREATED' | 'SENT' | 'DELIVERED' | 'ANSWERED' | 'TACIT' | 'EXTENDED' | 'FAILED' | 'CANCELLED';
  answer: 'NO_OBJECTION' | 'OBJECTION' | 'MORE_INFO_NEEDED' | 'NOT_COMPETENT' | null;
  legalBasis: Line;
  moreInfoOpen: boolean;
  incomplete: 'NEVER_DELIVERED' | 'TERM_RUNNING' | null;
}
/**
 * What the applicant asks for and says, as far as Reg. (EC) 767/2008 Art. 9 has it; photographs and fingerprints never travel with it.
 */
export interface VisaApplicationV1 {
  applicationNumber: VisaApplicationNumber;
  lodgedOn: string;
  receivedBy: Authority;
  /**
   * When one state receives applications for another.
   */
  representedState?: Country;
  groupId?: Reference;
  applicant: VisaApplicationV1Applicant;
  travelDocument: Document;
  visaType: VisaType;
  /**
   * As Polish visas name them.
   *
   * @minItems 1
   */
  purposes?: VisaPurpose[];
  purposeInWords?: Line;
  entries: VisaEntries;
  stayDays: number;
  intendedArrivalOn?: string;
  intendedDepartureOn?: string;
  /**
   * @minItems 1
   * @maxItems 3
   */
  mainDestinations: Country[];
  firstEntry?: Line;
  host?: VisaApplicationV1Host;
  costsBorneBy?: 'APPLICANT' | 'HOST' | 'OTHER';
  previousVisas?: {
    visaNumber: VisaNumber;
    country?: Country;
    validFrom?: string;
    validTo?: string;
  }[];
  status: 'LODGED' | 'IN_CONSULTATION' | 'GRANTED' | 'REFUSED' | 'WITHDRAWN' | 'DISCONTINUED';
}
export interface VisaApplicationV1Applicant {
  details: PersonalDetails;
  /**
   * A country that is gone keeps its code.
   */
  citizenshipAtBirth?: Country;
  maritalStatus?: MaritalStatus;
  residence?: Address;
  permitElsewhere?: Document;
  occupation?: Line;
  employerOrSchool?: Line;
}
export interface VisaApplicationV1Host {
  kind: 'NATURAL' | 'LEGAL';
  name: Line;
  address?: Address;
  contactPerson?: Line;
}
export interface ConsultationsConsultations {
  consultations: {
    consultationId: string;
    reference?: Reference;
    applicationNumber?: VisaApplicationNumber;
    party?: PartyCode;
    /**
     * OPEN, FINAL (decided, not released), RELEASED, CANCELLED.
     */
    state: 'OPEN' | 'FINAL' | 'RELEASED' | 'CANCELLED';
    submittedAt?: string;
    dueAt?: string;
    currentVerdict?: 'OBJECTION' | 'INCOMPLETE' | 'TACIT_NO_OBJECTION' | 'NO_OBJECTION' | null;
    finalVerdict?: 'OBJECTION' | 'INCOMPLETE' | 'TACIT_NO_OBJECTION' | 'NO_OBJECTION' | null;
    links?: {
      self: string;
    };
  }[];
  next?: string;
}
/**
 * On the visa itself, which the verdict never decides: issued or refused, and what became of an issued one (Reg. (EC) 810/2009 Art. 34).
 */
export interface ConsultationsDecision {
  kind: 'ISSUED' | 'REFUSED' | 'ANNULLED' | 'REVOKED';
  visa?: VisaV1;
  refusal?: VisaRefusalV1;
  event?: VisaV1Event;
}
/**
 * A visa that was issued, with what became of it since. A refusal is a state of the application.
 */
export interface VisaV1 {
  visaNumber: VisaNumber;
  applicationNumber?: VisaApplicationNumber;
  type: VisaType;
  purpose?: VisaPurpose;
  territory: {
    /**
     * SCHENGEN is the whole area; else only the named states, or all except them (limited territorial validity, Reg. (EC) 810/2009 Art. 25).
     */
    extent: 'SCHENGEN' | 'ONLY' | 'ALL_EXCEPT';
    /**
     * @minItems 1
     */
    states?: Country[];
    limitedBecause?:
      'HUMANITARIAN' | 'NATIONAL_INTEREST' | 'INTERNATIONAL_OBLIGATIONS' | 'FURTHER_VISA_IN_PERIOD' | 'DOCUMENT_NOT_RECOGNISED';
  };
  validFrom: string;
  validTo: string;
  entries: VisaEntries;
  stayDays: number;
  issuedBy: Authority;
  issuedOn: string;
  holder: PersonalDetails;
  travelDocument: Document;
  /**
   * A separate sheet where the travel document is not recognised.
   */
  carrier: 'STICKER' | 'SEPARATE_SHEET';
  marking?: 'DIPLOMATIC' | 'SERVICE';
  remarks?: Line;
  status: 'ISSUED' | 'EXTENDED' | 'SHORTENED' | 'ANNULLED' | 'REVOKED' | 'EXPIRED' | 'STICKER_INVALIDATED';
  events?: VisaV1Event[];
}
export interface VisaV1Event {
  kind: 'EXTENDED' | 'SHORTENED' | 'ANNULLED' | 'REVOKED' | 'STICKER_REPLACED' | 'STICKER_INVALIDATED';
  on: string;
  authority: Authority;
  /**
   * @minItems 1
   */
  grounds?: VisaV1Ground[];
  newValidTo?: string;
  newVisaNumber?: VisaNumber;
}
export interface VisaV1Ground {
  ground:
    | 'FALSE_TRAVEL_DOCUMENT'
    | 'PURPOSE_NOT_JUSTIFIED'
    | 'NO_PROOF_OF_MEANS'
    | 'MEANS_NOT_ACQUIRABLE'
    | 'STAY_USED_UP'
    | 'SIS_ALERT'
    | 'PUBLIC_POLICY_OR_SECURITY'
    | 'PUBLIC_HEALTH'
    | 'INTERNATIONAL_RELATIONS'
    | 'PURPOSE_NOT_RELIABLE'
    | 'STATEMENTS_DOUBTED'
    | 'SUPPORTING_DOCUMENTS_DOUBTED'
    | 'INTENTION_TO_LEAVE_DOUBTED'
    | 'BORDER_APPLICATION_NOT_JUSTIFIED'
    | 'AIRPORT_TRANSIT_NOT_JUSTIFIED'
    | 'NO_INSURANCE'
    | 'REVOKED_ON_REQUEST';
  state?: Country;
}
/**
 * That a visa was refused, to whom, and on which grounds; never the reasons in words.
 */
export interface VisaRefusalV1 {
  applicationNumber: VisaApplicationNumber;
  type: VisaType;
  purpose?: VisaPurpose;
  applicant: PersonalDetails;
  travelDocument: Document;
  refusedBy: Authority;
  refusedOn: string;
  /**
   * @minItems 1
   */
  grounds: VisaV1Ground[];
}
/**
 * One application, or those of a group travelling together.
 */
export interface ConsultationsSubmission {
  application?: VisaApplicationV1;
  groupId?: Reference;
  /**
   * @minItems 2
   * @maxItems 50
   */
  applications?: VisaApplicationV1[];
}
/**
 * The same application number with the same content gives the first answer.
 */
export interface ConsultationsSubmitted {
  groupId?: Reference;
  /**
   * @minItems 1
   */
  consultations: {
    consultationId: string;
    reference: Reference;
    applicationNumber: VisaApplicationNumber;
    submittedAt: string;
    dueAt: string;
    consulted: PartyCode[];
    links: {
      self: string;
    };
  }[];
}
export interface ConsultationsWorkList {
  items: {
    consultationId?: string;
    reference: Reference;
    applicationNumber?: VisaApplicationNumber;
    state: 'CREATED' | 'SENT' | 'DELIVERED' | 'ANSWERED' | 'TACIT' | 'EXTENDED' | 'FAILED' | 'CANCELLED';
    deliveredAt?: string;
    dueAt: string;
    links: {
      self: string;
    };
  }[];
  next?: string;
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
 * A JSON Schema (draft 2020-12) of few keywords, none of which can take long.
 */
export interface ExchangeCondition {
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  properties?: {
    [k: string]: ExchangeCondition;
  };
  /**
   * @maxItems 50
   */
  required?: string[];
  const?: {
    [k: string]: unknown;
  };
  /**
   * @minItems 1
   * @maxItems 200
   */
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  items?: ExchangeCondition;
  contains?: ExchangeCondition;
  /**
   * @minItems 1
   * @maxItems 20
   */
  allOf?: ExchangeCondition[];
  /**
   * @minItems 1
   * @maxItems 20
   */
  anyOf?: ExchangeCondition[];
  not?: ExchangeCondition;
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
  /**
   * Of a reply, the id that the asker gave the question.
   */
  causationId: string | null;
  /**
   * Null where the message is no reply.
   */
  answers: {
    messageId: string;
    eventId: string;
    by: string;
    isLate: boolean;
    /**
     * An earlier reply was counted for the question.
     */
    isFurther: boolean;
  } | null;
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
    /**
     * Null where the message waits for none.
     */
    reply: {
      by: string;
      state: 'OPEN' | 'ANSWERED' | 'EXPIRED' | 'ANSWERED_LATE';
      repliedAt: string | null;
      /**
       * The message that was counted.
       */
      replyId: string | null;
    } | null;
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
/**
 * Beside what the routes send to it; never more than its grants allow.
 */
export interface ExchangeSubscriptionRequest {
  messageType: string;
  condition?: ExchangeCondition;
}
export interface ExchangeSubscription {
  /**
   * Chosen by the party.
   */
  name: string;
  messageType: string;
  /**
   * Null: every message of the type.
   */
  condition: null | ExchangeCondition;
  createdAt: string;
}
export interface ExchangeSubscriptions {
  subscriptions: ExchangeSubscription[];
}
export interface ExchangeUnsubscribed {
  /**
   * Chosen by the party.
   */
  name: string;
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
export interface OperationsNetworkMailContent {
  mail: OperationsNetworkMail;
  /**
   * Its bytes as they came.
   */
  contentBase64: string;
}
export interface OperationsNetworkMail {
  id: string;
  state: string;
  /**
   * Quotes nothing of the mail.
   */
  reason: string;
  /**
   * Of what is kept.
   */
  sizeBytes: number;
  sha256: string;
  /**
   * False where it was too large: then only its beginning is kept.
   */
  isWhole: boolean;
  receivedAt: string;
  deleteAfter: string;
  /**
   * OPEN waits for a person, REREAD is to be read again, TAKEN was read again and is a message now, HANDLED is done with.
   */
  handling: 'OPEN' | 'REREAD' | 'TAKEN' | 'HANDLED';
  handledAt: string | null;
  handledBy: string | null;
  handledWhy: string | null;
  rereadAt: string | null;
}
export interface OperationsNetworkMails {
  mails: OperationsNetworkMail[];
  /**
   * Null on the last page.
   */
  next: string | null;
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
  group?: string;
  filter?: Filter;
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
  documentsShown: Document[];
  callbackPhone: string;
  collected?: SisPartsCollected;
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
 * REGISTERED: the register has it. QUEUED: the hub has it and delivers it to the register; the ticket is a message.
 */
export interface VisasRegistered {
  state: 'REGISTERED' | 'QUEUED';
  applicationNumber?: VisaApplicationNumber;
  visaNumber?: VisaNumber;
  registeredAt?: string;
  acceptedAt?: string;
  messageId?: string;
  /**
   * Two lines of the sticker, MRV-A or MRV-B of ICAO Doc 9303.
   *
   * @minItems 2
   * @maxItems 2
   */
  mrz?: string[];
  links: {
    self: string;
  };
}
/**
 * ISSUED with the visa as it was issued, REFUSED with the refusal. The same application number and content get the first answer again.
 */
export interface VisasRegistration {
  kind: 'ISSUED' | 'REFUSED';
  applicationNumber: VisaApplicationNumber;
  visa?: VisaV1;
  refusal?: VisaRefusalV1;
  /**
   * As read from the sticker; checked against the visa. May be left out.
   *
   * @minItems 2
   * @maxItems 2
   */
  mrz?: string[];
}
export interface VisasVisa {
  visa: VisaV1;
  standing: {
    on: string;
    status: 'ISSUED' | 'EXTENDED' | 'SHORTENED' | 'ANNULLED' | 'REVOKED' | 'EXPIRED' | 'STICKER_INVALIDATED';
    /**
     * By what the register records; an annulled visa was never valid, a revoked one not from the decision.
     */
    isValid: boolean;
    endsOn: string;
    visaNumber: VisaNumber;
  };
  /**
   * As the present sticker has it; absent where it cannot be built.
   *
   * @minItems 2
   * @maxItems 2
   */
  mrz?: string[];
  answeredAt: string;
}
/**
 * NOTHING_FOUND is the register's own answer; a register that does not answer is an error. TOO_MANY lists nothing: say more.
 */
export interface VisasVisas {
  outcome: 'FOUND' | 'NOTHING_FOUND' | 'TOO_MANY';
  total: number;
  answeredAt: string;
  visas: VisasVisa[];
  refusals: VisaRefusalV1[];
}
/**
 * That something happened in a case, and when; never why, and never what was said. What a decision says is told by decision-issued.
 */
export interface CaseEventV1 {
  eventId: Reference;
  caseReference: Reference;
  caseKind: CaseKind;
  kind:
    | 'DECLARED'
    | 'LODGED'
    | 'REGISTERED'
    | 'TERM_EXTENDED'
    | 'SUSPENDED'
    | 'RESUMED'
    | 'TRANSFERRED'
    | 'DECIDED'
    | 'SERVED'
    | 'APPEALED'
    | 'REMITTED'
    | 'COMPLAINED'
    | 'RULED'
    | 'DISCONTINUED'
    | 'REOPENED'
    | 'CLOSED';
  occurredOn: string;
  authority: PartyCode;
  personId?: Reference;
  decisionId?: Reference;
  transferredTo?: PartyCode;
  dueOn?: string;
  ruling?: 'DISMISS' | 'REPEAL_DECISION' | 'REPEAL_DECISIONS' | 'REJECT' | 'DISCONTINUE' | 'STAY_ENFORCEMENT';
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
 * The answer of one consulted authority. TACIT_NO_OBJECTION cannot be answered: only the hub finds that a term has ended in silence. Details of an objection stay with the authority.
 */
export interface ConsultationAnswerV1 {
  consultationId: Reference;
  /**
   * VIS Mail finds the consultation by it.
   */
  applicationNumber?: VisaApplicationNumber;
  answer: 'NO_OBJECTION' | 'OBJECTION' | 'MORE_INFO_NEEDED' | 'NOT_COMPETENT' | 'TECHNICAL_ERROR';
  answeredAt: string;
  answeringAuthority: Authority;
  officer?: Officer;
  /**
   * @minItems 1
   */
  grounds?: ('PUBLIC_POLICY' | 'INTERNAL_SECURITY' | 'INTERNATIONAL_RELATIONS' | 'PUBLIC_HEALTH')[];
  question?: FreeText;
  technicalError?: Line;
}
/**
 * A term was extended, an authority asks for more, or an objection came after the term: then the consulate considers whether the visa is to be revoked (Reg. (EC) 810/2009 Art. 34).
 */
export interface ConsultationNoticeV1 {
  consultationId: string;
  reference: Reference;
  applicationNumber: VisaApplicationNumber;
  notice: 'EXTENDED' | 'MORE_INFO_NEEDED' | 'LATE_OBJECTION';
  at: string;
  authority?: PartyCode;
  dueAt?: string;
  question?: FreeText;
  reason?: FreeText;
}
/**
 * Asks the named authorities whether they object to a visa. Never about an airport transit visa (Reg. (EC) 810/2009 Art. 22). The term is a matter of law and of the hub, not of the message.
 */
export interface ConsultationRequestV1 {
  consultationId: Reference;
  /**
   * Among Schengen states (Reg. (EC) 810/2009 Art. 22), or among authorities in Poland (Act on Foreigners).
   */
  scope: 'SCHENGEN' | 'NATIONAL';
  legalBasis: Line;
  application: VisaApplicationV1;
  consultingAuthority: Authority;
  /**
   * @minItems 1
   */
  consultedAuthorities: Authority[];
  requestedOn: string;
  reason?: Line;
  isUrgent?: boolean;
  remarks?: FreeText;
}
/**
 * To the consulate that submitted the application, after the release. It decides nothing: the consul does (Reg. (EC) 810/2009 Art. 22). Grounds of an objection stay with the Office.
 */
export interface ConsultationVerdictV1 {
  consultationId: string;
  reference: Reference;
  applicationNumber: VisaApplicationNumber;
  /**
   * Worst first. INCOMPLETE is never consent.
   */
  verdict: 'OBJECTION' | 'INCOMPLETE' | 'TACIT_NO_OBJECTION' | 'NO_OBJECTION';
  finalAt: string;
  releasedAt: string;
  /**
   * A named officer, or the rule of the Office.
   */
  releasedBy: Line;
  reasons: ConsultationsReason[];
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
 * That a decision exists, what came of it and its dates; never its reasons. Final (ostateczna: no ordinary appeal) and binding (prawomocna: no court either) are two dates. After REMITTED the case is again of the first instance. What a court rules is a case event.
 */
export interface DecisionIssuedV2 {
  decisionId: string;
  caseReference: string;
  caseKind: 'TEMPORARY_RESIDENCE' | 'PERMANENT_RESIDENCE' | 'EU_LONG_TERM_RESIDENCE' | 'RETURN' | 'PROTECTION';
  outcome:
    | 'GRANTED'
    | 'PARTLY_GRANTED'
    | 'REFUSED'
    | 'WITHDRAWN'
    | 'DISCONTINUED'
    | 'RETURN'
    | 'EXPIRED'
    | 'INADMISSIBLE'
    | 'UNEXAMINED'
    | 'TRANSFERRED'
    | 'ACCEPTED'
    | 'REOPENED'
    | 'UPHELD'
    | 'SET_ASIDE'
    | 'REMITTED'
    | 'SUSPENDED'
    | 'DECIDED_BY_BOARD';
  /**
   * Exactly, where it is told; must go with the outcome.
   */
  kind?:
    | 'GRANT_REFUGEE'
    | 'REFUSE_REFUGEE_GRANT_SUBSIDIARY'
    | 'REFUSE_BOTH'
    | 'INADMISSIBLE'
    | 'DISCONTINUE_EXPLICIT'
    | 'DISCONTINUE_IMPLICIT'
    | 'LEAVE_UNEXAMINED'
    | 'WITHDRAW_REFUGEE'
    | 'WITHDRAW_SUBSIDIARY'
    | 'DUBLIN_TRANSFER'
    | 'DUBLIN_ACCEPT'
    | 'REOPEN'
    | 'UPHOLD'
    | 'SET_ASIDE_AND_DECIDE'
    | 'SET_ASIDE_AND_DISCONTINUE_1ST'
    | 'SET_ASIDE_AND_REMIT'
    | 'DISCONTINUE_APPEAL'
    | 'INADMISSIBLE_APPEAL'
    | 'LATE_APPEAL'
    | 'SUSPEND_ENFORCEMENT'
    | 'TEMP_RESIDENCE'
    | 'PERMANENT_RESIDENCE'
    | 'EU_LTR'
    | 'REFUSAL'
    | 'WITHDRAWAL'
    | 'EXPIRY'
    | 'OBLIGATION_TO_RETURN'
    | 'HUMANITARIAN_STAY'
    | 'TOLERATED_STAY'
    | 'ASYLUM'
    | 'TEMPORARY_PROTECTION';
  instance: 1 | 2;
  issuedOn: string;
  servedOn?: string;
  finalOn?: string;
  bindingOn?: string;
  isEnforceable?: boolean;
  /**
   * The decision of the chain that stands no longer.
   */
  replacesDecisionId?: string;
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
/**
 * That a document was issued, lost, invalidated and so on. Loss, theft and invalidation are candidates for an alert under Reg. (EU) 2018/1862 Art. 38(2)(l), which the police enter.
 */
export interface DocumentEventV1 {
  eventId: Reference;
  kind: 'ISSUED' | 'HANDED_OVER' | 'REPLACED' | 'LOST' | 'STOLEN' | 'FOUND' | 'INVALIDATED' | 'RETURNED' | 'DESTROYED';
  document: Document;
  occurredOn?: string;
  reportedOn?: string;
  authority: PartyCode;
  caseReference?: Reference;
  caseKind?: CaseKind;
  personId?: Reference;
  holder?: PersonalDetails;
  replacedBy?: Document;
}
/**
 * From the hub (source /hub) to the asker. A reply that comes afterwards is delivered and marked late.
 */
export interface ExchangeInquiryExpiredV1 {
  /**
   * The inquiry, as in its receipt.
   */
  messageId: string;
  /**
   * The causationid of a reply.
   */
  eventId: string;
  messageType: string;
  asker: PartyCode;
  asked: string;
  replyBy: string;
}
/**
 * From the hub (source /hub) to who was asked: the inquiry has no reply yet.
 */
export interface ExchangeInquiryReminderV1 {
  /**
   * The inquiry, as in its receipt.
   */
  messageId: string;
  /**
   * The causationid of a reply.
   */
  eventId: string;
  messageType: string;
  asker: PartyCode;
  asked: string;
  replyBy: string;
}
/**
 * The CloudEvents causationid is the id of the inquiry, its recipient the asker.
 */
export interface ExchangeInquiryReplyV1 {
  title: Line;
  answer: FreeText;
  caseReference?: Reference;
  /**
   * Uploaded before by the sender: POST /attachments.
   *
   * @minItems 1
   * @maxItems 20
   */
  attachments?: Attachment[];
}
/**
 * Asks for an answer by an instant. The reply names it by the CloudEvents causationid; who has not replied is reminded, and the asker is told when the time has passed.
 */
export interface ExchangeInquiryV1 {
  title: Line;
  question: FreeText;
  caseReference?: Reference;
  /**
   * What the asked authority calls the person, or a number of a document: never more than is needed to find the file.
   */
  personReference?: Reference;
  /**
   * The instant by which the reply is due, at most a year ahead.
   */
  replyBy: string;
  /**
   * Uploaded before by the sender: POST /attachments.
   *
   * @minItems 1
   * @maxItems 20
   */
  attachments?: Attachment[];
}
export interface ExchangeNoteV1 {
  title: string;
  text: string;
  caseReference?: string;
}
/**
 * One person with all identities that are known. Which of them is right is said by their kind, never by their order.
 */
export interface PersonV1 {
  personId: Reference;
  /**
   * @minItems 1
   */
  identities: Identity[];
  /**
   * Eleven digits; the check digit is not proved here.
   */
  pesel?: string;
  maritalStatus?: MaritalStatus;
  addresses?: {
    kind: 'RESIDENCE' | 'STAY' | 'CORRESPONDENCE';
    address: Address;
    from?: string;
    to?: string;
  }[];
  description?: {
    heightCm?: number;
    eyeColour?: Line;
    marks?: Line[];
  };
  education?: Line;
  occupation?: Line;
  employer?: Line;
  phone?: Line;
  email?: string;
  /**
   * Travels with the record until it is settled (Reg. (EU) 2016/679 Art. 16).
   */
  isDisputed?: boolean;
}
/**
 * What an authority asks of the Polish technical centre: to enter, change, delete or replace an alert. Minimum sets: 2018/1861 Art. 22, 2018/1862 Art. 20, 2018/1860 Art. 4.
 */
export interface SisAlertRequestV1 {
  operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'REPLACE';
  alertCategory: SisPartsAlertCategory;
  legalBasis: SisPartsLine;
  caseReference: SisPartsLine;
  requestedBy: Officer;
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
    identities: Identity[];
  };
  document?: Document;
  /**
   * Of blank documents stolen as a batch; the first is that of the document.
   */
  documentNumberTo?: SisPartsLine;
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
  documentsShown: Document[];
  callbackPhone: string;
  collected?: SisPartsCollected;
}
/**
 * A confirmed match with its hit report.
 */
export interface SisHitV1 {
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
  officer: Officer;
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
/**
 * A visa or a refusal as the Central Visa Register has it after the change. Changes can come late: of two that tell of one visa the higher number counts.
 */
export interface VisaChangeV1 {
  number: number;
  changedAt: string;
  visa?: VisaV1;
  refusal?: VisaRefusalV1;
}
/**
 * Free text between visa authorities on one application or on none (Reg. (EC) 767/2008 Art. 16(3)).
 */
export interface VisaConsularMessageV1 {
  /**
   * Given by who began it; answers repeat it. The mail form has letters and digits only, 19 at most.
   */
  reference: Reference;
  applicationNumber?: VisaApplicationNumber;
  sendingAuthority: Authority;
  sentOn: string;
  subject: Line;
  text: FreeText;
  /**
   * Electronic copies of documents (Reg. (EC) 767/2008 Art. 16(3)), uploaded before by the sender: POST /attachments.
   *
   * @minItems 1
   * @maxItems 20
   */
  attachments?: Attachment[];
}
/**
 * Who asked no longer needs an answer, e.g. because the application was withdrawn. What was answered stands.
 */
export interface VisaConsultationCancelledV1 {
  consultationId: Reference;
  applicationNumber?: VisaApplicationNumber;
  cancelledBy: Authority;
  cancelledOn: string;
  reason?: Line;
}
/**
 * Asks another state for copies of documents of an application (Reg. (EC) 767/2008 Art. 16(3)).
 */
export interface VisaDocumentRequestV1 {
  /**
   * Given by who began it; answers repeat it. The mail form has letters and digits only, 19 at most.
   */
  reference: Reference;
  applicationNumber: VisaApplicationNumber;
  requestingAuthority: Authority;
  requestedOn: string;
  /**
   * @minItems 1
   * @maxItems 20
   */
  documents: Line[];
  remarks?: FreeText;
}
/**
 * Tells a state that asked for it of a visa issued to nationals or categories it named (Reg. (EC) 810/2009 Art. 31). Nobody answers it.
 */
export interface VisaExpostInformationV1 {
  /**
   * Given by who began it; answers repeat it. The mail form has letters and digits only, 19 at most.
   */
  reference: Reference;
  applicationNumber?: VisaApplicationNumber;
  issuingAuthority: Authority;
  holder: PersonalDetails;
  travelDocument?: Document;
  visaNumber: VisaNumber;
  issuedOn: string;
  validFrom?: string;
  validTo?: string;
  entries?: VisaEntries;
  stayDays?: number;
  visaType: VisaType;
  remarks?: FreeText;
}
/**
 * Another state's application says that it has what was sent: form R of the consultation network, or the acknowledgement of VIS Mail. A term that runs from delivery runs from here, not from the moment a mail server took the mail.
 */
export interface VisaFormReceivedV1 {
  state: Country;
  eventId: string;
  kind:
    | 'CONSULTATION_REQUEST'
    | 'CONSULTATION_REPLY'
    | 'LTV_NOTICE'
    | 'EXPOST_INFO'
    | 'REPRESENTATION_REQUEST'
    | 'REPRESENTATION_REPLY'
    | 'CANCEL'
    | 'DOCUMENT_REQUEST'
    | 'CONSULAR_MESSAGE';
  reference: Reference;
}
/**
 * Tells the other states of a visa that is valid in some of them only (Reg. (EC) 810/2009 Art. 25(4)). Nobody answers it.
 */
export interface VisaLtvNoticeV1 {
  /**
   * Given by who began it; answers repeat it. The mail form has letters and digits only, 19 at most.
   */
  reference: Reference;
  applicationNumber?: VisaApplicationNumber;
  issuingAuthority: Authority;
  holder: PersonalDetails;
  travelDocument?: Document;
  visaNumber: VisaNumber;
  issuedOn: string;
  validFrom?: string;
  validTo?: string;
  entries?: VisaEntries;
  stayDays?: number;
  /**
   * @minItems 1
   * @maxItems 30
   */
  territory: Country[];
  reason?: Line;
  remarks?: FreeText;
}
/**
 * Another state's application says that it could not read or place what was sent. Nothing was decided by it.
 */
export interface VisaNetworkErrorV1 {
  state: Country;
  eventId?: string;
  kind?:
    | 'CONSULTATION_REQUEST'
    | 'CONSULTATION_REPLY'
    | 'LTV_NOTICE'
    | 'EXPOST_INFO'
    | 'REPRESENTATION_REQUEST'
    | 'REPRESENTATION_REPLY'
    | 'CANCEL'
    | 'DOCUMENT_REQUEST'
    | 'CONSULAR_MESSAGE';
  reference?: Reference;
  words: Line;
}
/**
 * What the Central Visa Register is to record, who asks for it and why. The register recognises repeats.
 */
export interface VisaRegistrationV1 {
  /**
   * ISSUE and REFUSE record a decision on an application, EVENT what became of a visa.
   */
  operation: 'ISSUE' | 'REFUSE' | 'EVENT';
  requestedBy: {
    officer: Line;
    purpose: Line;
    legalBasis: Line;
    caseReference: Line;
  };
  visa?: VisaV1;
  refusal?: VisaRefusalV1;
  visaNumber?: VisaNumber;
  event?: VisaV1Event;
}
/**
 * What the represented state says: the other may decide, or it decides itself.
 */
export interface VisaRepresentationReplyV1 {
  /**
   * Given by who began it; answers repeat it. The mail form has letters and digits only, 19 at most.
   */
  reference: Reference;
  applicationNumber?: VisaApplicationNumber;
  answer: 'AGREED' | 'REFUSED' | 'MORE_INFO_NEEDED';
  answeredOn: string;
  answeringAuthority: Authority;
  question?: FreeText;
}
/**
 * A state that represents another asks it whether it may decide on an application (Reg. (EC) 810/2009 Art. 8).
 */
export interface VisaRepresentationRequestV1 {
  /**
   * Given by who began it; answers repeat it. The mail form has letters and digits only, 19 at most.
   */
  reference: Reference;
  application: VisaApplicationV1;
  representingAuthority: Authority;
  representedState: Country;
  requestedOn: string;
  reason?: Line;
  remarks?: FreeText;
}
