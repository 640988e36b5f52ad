/**
 * The headings of the VISION form: which field of a message stands under which number, in which form and how long. Public are 000, 001,
 * 023, 026, 027, 040, 041, 042, 045, 048 and 099 (Decision 2009/1024/EU); all other numbers are ours, in one place, to be corrected here.
 */
import type { MessageKind } from '../kinds.ts';
import { alphanumeric, code, country, date, dayOfInstant, edtf, fields, flag, integer, name, named, text, type Format } from './values.ts';

export interface Heading {
  readonly number: string;
  /** JSON pointer into the data of the message. */
  readonly at: string;
  readonly format: Format;
  /** Longest text in signs; longer is cut, and told. */
  readonly max: number;
  /** How often it may stand; each time for one item of a list. */
  readonly times?: number;
  /** Without it the form is broken. */
  readonly isMandatory?: boolean;
}

type Rule = readonly [number: string, at: string, format: Format, max?: number, times?: number];

const LINE = 200;
const NUMBER = 40;
/** So long that no composite is ever cut, even transliterated: half a field could be read as another. */
const COMPOSITE = 4000;
const PROSE = 4000;

/** Which authority of a state is asked or answers is its own affair: its code in the hub stays inside. One without a name is called by its state. */
const authority = named(
  fields([
    ['country', country],
    ['name', text],
    ['place', text],
  ]),
);
const address = fields([
  ['country', country],
  ['place', text],
  ['postalCode', text, 20],
  ['street', text],
  ['building', text, 20],
  ['flat', text, 20],
  ['municipality', text],
]);
const document = fields([
  ['kind', code('documentKinds')],
  ['number', text],
  ['country', country],
  ['issuingAuthority', text],
  ['issuedOn', date],
  ['expiresOn', date],
  ['nationalNumber', text, 40],
]);
const earlierVisa = fields([
  ['visaNumber', text],
  ['country', country],
  ['validFrom', date],
  ['validTo', date],
]);

const person = (at: string): Rule[] => [
  ['005', `${at}/name/surname`, name],
  ['006', `${at}/name/forenames`, name],
  ['007', `${at}/name/surnameAtBirth`, name],
  ['008', `${at}/name/previousNames`, name, LINE, 20],
  ['009', `${at}/name/patronymic`, name],
  ['010', `${at}/name/full`, name],
  ['011', `${at}/birth/date/value`, edtf, 8],
  ['012', `${at}/birth/date/basis`, code('dateBases'), 1],
  ['013', `${at}/birth/place`, name],
  ['014', `${at}/birth/country`, country, 3],
  ['015', `${at}/sex`, code('sexes'), 1],
  ['016', `${at}/citizenships`, country, 3, 20],
  ['018', `${at}/bearerStatus`, code('bearerStatuses'), 3],
  ['020', `${at}/parents/fathersForenames`, name],
  ['021', `${at}/parents/fathersSurname`, name],
  ['022', `${at}/parents/mothersForenames`, name],
  ['024', `${at}/parents/mothersSurname`, name],
  ['025', `${at}/parents/mothersSurnameAtBirth`, name],
];

const travelDocument = (at: string): Rule[] => [
  ['032', `${at}/kind`, code('documentKinds'), 2],
  ['033', `${at}/number`, text, NUMBER],
  ['034', `${at}/country`, country, 3],
  ['035', `${at}/issuingAuthority`, text],
  ['036', `${at}/issuedOn`, date, 8],
  ['037', `${at}/expiresOn`, date, 8],
  ['038', `${at}/nationalNumber`, text, NUMBER],
];

const APPLICATION: readonly Rule[] = [
  ['099', '/application/applicationNumber', text, 33],
  ...person('/application/applicant/details'),
  ['017', '/application/applicant/citizenshipAtBirth', country, 3],
  ['019', '/application/applicant/maritalStatus', code('maritalStatuses'), 1],
  ['026', '/application/visaType', code('visaTypes'), 1],
  ['027', '/application/mainDestinations', country, 3, 3],
  ['028', '/application/entries', code('entries'), 1],
  ['029', '/application/stayDays', integer, 3],
  ['030', '/application/intendedArrivalOn', date, 8],
  ['031', '/application/intendedDepartureOn', date, 8],
  ...travelDocument('/application/travelDocument'),
  ['039', '/application/purposes', text, 3, 30],
  ['046', '/application/purposeInWords', text],
  ['047', '/application/applicant/residence', address, COMPOSITE],
  ['049', '/application/applicant/occupation', text],
  ['050', '/application/applicant/employerOrSchool', text],
  ['051', '/application/applicant/permitElsewhere', document, COMPOSITE],
  ['052', '/application/host/kind', code('hostKinds'), 1],
  ['053', '/application/host/name', text],
  ['054', '/application/host/address', address, COMPOSITE],
  ['055', '/application/host/contactPerson', text],
  ['056', '/application/costsBorneBy', code('costBearers'), 1],
  ['057', '/application/previousVisas', earlierVisa, COMPOSITE, 50],
  ['058', '/application/lodgedOn', date, 8],
  ['059', '/application/receivedBy', authority, COMPOSITE],
  ['060', '/application/representedState', country, 3],
  ['061', '/application/groupId', text, 100],
  // 023 itself is a code; the route is told in words, and the code beside it (translate.ts).
  ['090', '/application/firstEntry', text],
];

const VISA: readonly Rule[] = [
  ['001', '/reference', alphanumeric, 19],
  ['099', '/applicationNumber', text, 33],
  ['003', '/issuingAuthority', authority, COMPOSITE],
  ...person('/holder'),
  ...travelDocument('/travelDocument'),
  ['045', '/visaNumber', text, 12],
  ['002', '/issuedOn', date, 8],
  ['065', '/validFrom', date, 8],
  ['066', '/validTo', date, 8],
  ['028', '/entries', code('entries'), 1],
  ['029', '/stayDays', integer, 3],
  ['064', '/remarks', text, PROSE],
];

const RULES: Readonly<Record<MessageKind, readonly Rule[]>> = {
  CONSULTATION_REQUEST: [
    ['001', '/consultationId', alphanumeric, 19],
    ['002', '/requestedOn', date, 8],
    ['003', '/consultingAuthority', authority, COMPOSITE],
    ['004', '/consultedAuthorities', authority, COMPOSITE, 30],
    ...APPLICATION,
    ['062', '/reason', text],
    ['063', '/isUrgent', flag, 1],
    ['064', '/remarks', text, PROSE],
  ],
  CONSULTATION_REPLY: [
    ['001', '/consultationId', alphanumeric, 19],
    ['099', '/applicationNumber', text, 33],
    ['041', '/answer', code('answers'), 1],
    ['042', '/answeredAt', dayOfInstant, 8],
    ['003', '/answeringAuthority', authority, COMPOSITE],
    ['043', '/grounds', code('grounds'), 1, 4],
    ['044', '/question', text, PROSE],
    ['072', '/technicalError', text],
  ],
  LTV_NOTICE: [...VISA, ['067', '/territory', country, 3, 30], ['062', '/reason', text]],
  EXPOST_INFO: [...VISA, ['026', '/visaType', code('visaTypes'), 1]],
  REPRESENTATION_REQUEST: [
    ['001', '/reference', alphanumeric, 19],
    ['002', '/requestedOn', date, 8],
    ['003', '/representingAuthority', authority, COMPOSITE],
    ['068', '/representedState', country, 3],
    ...APPLICATION,
    ['062', '/reason', text],
    ['064', '/remarks', text, PROSE],
  ],
  REPRESENTATION_REPLY: [
    ['001', '/reference', alphanumeric, 19],
    ['099', '/applicationNumber', text, 33],
    ['041', '/answer', code('representationAnswers'), 1],
    ['042', '/answeredOn', date, 8],
    ['003', '/answeringAuthority', authority, COMPOSITE],
    ['044', '/question', text, PROSE],
  ],
  CANCEL: [
    ['001', '/consultationId', alphanumeric, 19],
    ['099', '/applicationNumber', text, 33],
    ['002', '/cancelledOn', date, 8],
    ['003', '/cancelledBy', authority, COMPOSITE],
    ['062', '/reason', text],
  ],
  DOCUMENT_REQUEST: [
    ['001', '/reference', alphanumeric, 19],
    ['099', '/applicationNumber', text, 33],
    ['002', '/requestedOn', date, 8],
    ['003', '/requestingAuthority', authority, COMPOSITE],
    ['069', '/documents', text, LINE, 20],
    ['064', '/remarks', text, PROSE],
  ],
  CONSULAR_MESSAGE: [
    ['001', '/reference', alphanumeric, 19],
    ['099', '/applicationNumber', text, 33],
    ['002', '/sentOn', date, 8],
    ['003', '/sendingAuthority', authority, COMPOSITE],
    ['070', '/subject', text],
    ['071', '/text', text, PROSE],
  ],
};

const MANDATORY = new Set(['001', '002', '005', '026', '027', '041', '042', '045']);

/** In the order in which they stand in the mail. */
export const HEADINGS: Readonly<Record<MessageKind, readonly Heading[]>> = Object.fromEntries(
  Object.entries(RULES).map(([kind, rules]) => [kind, rules.map(headingOf).sort((a, b) => a.number.localeCompare(b.number))]),
) as Record<MessageKind, Heading[]>;

function headingOf([number, at, format, max = LINE, times]: Rule): Heading {
  return { number, at, format, max, ...(times === undefined ? {} : { times }), isMandatory: MANDATORY.has(number) };
}
