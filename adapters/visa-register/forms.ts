/** The records of the register, field by field in the order of its XSD. */
import { code, field, list, NUMBER, record, TEXT, type Form } from './form.ts';

const WRITTEN_NAME: Form = [field('original', TEXT), field('script', TEXT), field('transliterated', TEXT)];
const NAME = record(WRITTEN_NAME);

const AUTHORITY: Form = [field('country', TEXT), field('code', TEXT), field('name', TEXT), field('place', TEXT)];

const PERSON: Form = [
  field(
    'name',
    record([
      field('surname', NAME),
      field('forenames', NAME),
      field('surnameAtBirth', NAME),
      field('previousNames', list('PreviousName', NAME)),
      field('patronymic', NAME),
      field('full', NAME),
    ]),
  ),
  field(
    'birth',
    record([
      field('date', record([field('value', TEXT), field('precision', code('precisions')), field('basis', code('bases'))])),
      field('place', NAME),
      field('country', TEXT),
    ]),
  ),
  field('sex', TEXT),
  field('citizenships', list('Citizenship', TEXT)),
  field('ethnicNationality', TEXT),
  field('bearerStatus', code('bearerStatuses')),
  field(
    'parents',
    record([
      field('fathersForenames', NAME),
      field('fathersSurname', NAME),
      field('mothersForenames', NAME),
      field('mothersSurname', NAME),
      field('mothersSurnameAtBirth', NAME),
    ]),
  ),
];

const DOCUMENT: Form = [
  field('kind', TEXT),
  field('number', TEXT),
  field('country', TEXT),
  field('issuingAuthority', TEXT),
  field('issuedOn', TEXT),
  field('expiresOn', TEXT),
  field('nationalNumber', TEXT),
];

const GROUNDS = list('Ground', record([field('ground', code('grounds'), 'Number'), field('state', TEXT)]));

export const EVENT: Form = [
  field('kind', code('eventKinds')),
  field('on', TEXT),
  field('authority', record(AUTHORITY)),
  field('grounds', GROUNDS),
  field('newValidTo', TEXT),
  field('newVisaNumber', TEXT, 'NewStickerNumber'),
];

const TERRITORY: Form = [field('extent', code('extents')), field('states', list('State', TEXT)), field('limitedBecause', code('limits'))];

export const VISA: Form = [
  field('visaNumber', TEXT, 'StickerNumber'),
  field('applicationNumber', TEXT),
  field('type', TEXT),
  field('purpose', TEXT),
  field('territory', record(TERRITORY)),
  field('validFrom', TEXT),
  field('validTo', TEXT),
  field('entries', code('entries')),
  field('stayDays', NUMBER),
  field('issuedBy', record(AUTHORITY)),
  field('issuedOn', TEXT),
  field('holder', record(PERSON)),
  field('travelDocument', record(DOCUMENT)),
  field('carrier', code('carriers')),
  field('marking', code('markings')),
  field('remarks', TEXT),
  field('status', code('statuses')),
  field('events', list('Event', record(EVENT))),
];

export const REFUSAL: Form = [
  field('applicationNumber', TEXT),
  field('type', TEXT),
  field('purpose', TEXT),
  field('applicant', record(PERSON)),
  field('travelDocument', record(DOCUMENT)),
  field('refusedBy', record(AUTHORITY)),
  field('refusedOn', TEXT),
  field('grounds', GROUNDS),
];

export const REQUESTER: Form = [
  field('institution', TEXT),
  field('officer', TEXT),
  field('purpose', TEXT),
  field('legalBasis', TEXT),
  field('caseReference', TEXT),
];
