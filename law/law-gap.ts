/** The law as it is configured has no answer to the question. The text says what is missing and holds no personal data. */
export class LawGap extends Error {
  override readonly name = 'LawGap';
}
