/** Reads one alert of the answer into a match. Pure and strict; unknown codes are refused rather than dropped. */
import type { Codes } from './codes.ts';
import type { SisDocument, SisIdentity, SisLink, SisMatch } from './request.ts';
import type { WireNode } from './wire-reader.ts';

const COUNTRY = /^[A-Z]{3}$/;
const STATE = /^[A-Z]{2}$/;
const SEXES = new Map<string, NonNullable<SisIdentity['sex']>>([
  ['M', 'M'],
  ['F', 'F'],
  ['X', 'X'],
  ['U', 'U'],
]);
const SEX_LIST = { word: (code: string) => SEXES.get(code) };

export function readMatch(alert: WireNode, codes: Codes): SisMatch {
  const identities = alert.nodes('Identity').map((identity) => readIdentity(identity, codes));
  const matched = readMatchedIdentity(alert, identities.length);
  const score = alert.optionalWhole('Score');
  if (score === undefined || score > 100) throw alert.wrong('Score', 'is not a share of 100');
  const expiryDate = alert.optionalWholeDay('ExpiresOn');
  if (expiryDate === undefined) throw alert.wrong('ExpiresOn', 'is missing');
  return {
    schengenId: alert.text('SchengenId'),
    issuingState: alert.matching('IssuingState', STATE),
    alertCategory: alert.word('Category', codes.alertCategories),
    legalArticle: alert.text('LegalArticle'),
    reasonForAlert: alert.text('Reason'),
    actionToBeTaken: alert.word('Action', codes.actions),
    warnings: alert.words('Warning', codes.warnings),
    ...given({ typeOfOffence: alert.optionalText('OffenceType') }),
    identities,
    matchedIdentityIndex: matched,
    mayBeVictim: matched !== null && identities[matched]?.kind === 'MISUSED',
    documents: alert.nodes('Document').map((document) => readDocument(document, codes)),
    nationalities: alert.textsMatching('Nationality', COUNTRY),
    hasPhoto: alert.flag('HasPhoto'),
    hasFingerprints: alert.flag('HasFingerprints'),
    hasEaw: alert.flag('HasEaw'),
    links: alert.nodes('Link').map((link) => readLink(link, codes)),
    flaggedBy: alert.textsMatching('FlaggedBy', STATE),
    expiryDate,
    ...given({ sireneContact: alert.optionalText('SireneContact') }),
    matchScore: score,
    matchedFields: alert.words('MatchedField', codes.matchedFields),
  };
}

function readMatchedIdentity(alert: WireNode, identities: number): number | null {
  const index = alert.optionalWhole('MatchedIdentity');
  if (index === undefined && identities === 0) return null;
  if (index === undefined || index >= identities) throw alert.wrong('MatchedIdentity', 'names no identity of the alert');
  return index;
}

function readIdentity(identity: WireNode, codes: Codes): SisIdentity {
  return {
    kind: identity.word('Kind', codes.identityKinds),
    ...given({
      surname: identity.optionalText('Surname'),
      forename: identity.optionalText('Forename'),
      nameAtBirth: identity.optionalText('NameAtBirth'),
      dateOfBirth: identity.optionalDate('DateOfBirth'),
      placeOfBirth: identity.optionalText('PlaceOfBirth'),
      sex: identity.optionalWord('Sex', SEX_LIST),
    }),
    nationalities: identity.textsMatching('Nationality', COUNTRY),
  };
}

function readDocument(document: WireNode, codes: Codes): SisDocument {
  return {
    number: document.text('Number'),
    ...given({
      category: document.optionalWord('Category', codes.documentCategories),
      numberTo: document.optionalText('NumberTo'),
      country: document.optionalMatching('Country', COUNTRY),
      issuedOn: document.optionalWholeDay('IssuedOn'),
    }),
  };
}

function readLink(link: WireNode, codes: Codes): SisLink {
  return { schengenId: link.text('SchengenId'), alertCategory: link.word('Category', codes.alertCategories) };
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Leaves out what is undefined. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}
