/** The one error of reading: a mail that is no form we know. Its words go to the peer and to operators, so they quote nothing of it. */
export class BrokenForm extends Error {
  override readonly name = 'BrokenForm';
}

export const broken = (words: string): BrokenForm => new BrokenForm(words);
