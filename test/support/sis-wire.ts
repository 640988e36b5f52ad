/** Answers of SIS as the translator gets them, made from the matches that should come out. Shares nothing with the translator but the codes. */
import type { Codes } from '../../adapters/sis2/codes.ts';
import type { SisMatch, SisRequest } from '../../adapters/sis2/request.ts';

/** Told without the hub's own rules: `1983-XX-12` is 19830012. */
export function digitsOf(edtf: string): string {
  return edtf
    .replace(/[?~%]$/, '')
    .replaceAll('XX', '00')
    .replaceAll('-', '')
    .padEnd(8, '0');
}

/** An answer with these matches, as the translator gets it. */
export function wireAnswer(request: SisRequest, matches: readonly SisMatch[], codes: Codes): Record<string, unknown> {
  return {
    SearchId: request.searchId,
    Outcome: 'matches',
    Alert: matches.map((match) => wireAlert(match, codes)),
    Searched: request.categories.map((category) => codes.alertCategories.wire(category)),
    AnsweredAt: '2026-11-01T10:00:00Z',
    SourceKind: 'csSis',
    SourceAsOf: '2026-11-01T10:00:00+01:00',
  };
}

/** The alert as it is read from XML: texts only, absent where absent. */
export function wireAlert(match: SisMatch, codes: Codes): Record<string, unknown> {
  const date = (edtf: string | undefined): string | undefined => (edtf === undefined ? undefined : digitsOf(edtf));
  return {
    SchengenId: match.schengenId,
    IssuingState: match.issuingState,
    Category: codes.alertCategories.wire(match.alertCategory),
    LegalArticle: match.legalArticle,
    Reason: match.reasonForAlert,
    Action: codes.actions.wire(match.actionToBeTaken),
    Warning: match.warnings.map((warning) => codes.warnings.wire(warning)),
    OffenceType: match.typeOfOffence,
    Identity: match.identities.map((one) => ({
      Kind: codes.identityKinds.wire(one.kind),
      Surname: one.surname,
      Forename: one.forename,
      NameAtBirth: one.nameAtBirth,
      DateOfBirth: date(one.dateOfBirth),
      PlaceOfBirth: one.placeOfBirth,
      Sex: one.sex,
      Nationality: one.nationalities,
    })),
    MatchedIdentity: match.matchedIdentityIndex === null ? undefined : String(match.matchedIdentityIndex),
    Document: match.documents.map((one) => ({
      Category: one.category === undefined ? undefined : codes.documentCategories.wire(one.category),
      Number: one.number,
      NumberTo: one.numberTo,
      Country: one.country,
      IssuedOn: date(one.issuedOn),
    })),
    Nationality: match.nationalities,
    HasPhoto: String(match.hasPhoto),
    HasFingerprints: String(match.hasFingerprints),
    HasEaw: String(match.hasEaw),
    Link: match.links.map((link) => ({ SchengenId: link.schengenId, Category: codes.alertCategories.wire(link.alertCategory) })),
    FlaggedBy: match.flaggedBy,
    ExpiresOn: date(match.expiryDate),
    SireneContact: match.sireneContact,
    Score: String(match.matchScore),
    MatchedField: match.matchedFields.map((field) => codes.matchedFields.wire(field)),
  };
}
