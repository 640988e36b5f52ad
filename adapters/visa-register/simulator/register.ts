/** The base of the register: indexed by sticker, application, document and surname; records only what its rules admit. */
import type { Held, HeldEvent, HeldRefusal, HeldVisa } from './held.ts';
import { endOf, statusOf } from './held.ts';
import { mayBeSameDay, nameKey, numberKey } from './keys.ts';
import { refusalOfEvent, refusalOfIssue, type Reason } from './rules.ts';

export type Outcome = { readonly isNew: boolean; readonly registeredAt: string; readonly held: Held } | { readonly reason: Reason };

export interface PersonSought {
  readonly surname: string;
  readonly forenames: string | undefined;
  readonly born: string;
}

export class Register {
  /** Every number ever used, also of stickers that were replaced or damaged. */
  readonly #bySticker = new Map<string, HeldVisa>();
  readonly #byApplication = new Map<string, Held>();
  readonly #byDocument = new Map<string, Held[]>();
  readonly #bySurname = new Map<string, Held[]>();
  readonly #count = { visas: 0, refusals: 0 };

  constructor(held: Iterable<Held>) {
    for (const one of held) this.#add(one);
  }

  get size(): { readonly visas: number; readonly refusals: number } {
    return this.#count;
  }

  issue(visa: HeldVisa): Outcome {
    const known = this.#byApplication.get(numberKey(visa.application));
    if (known !== undefined && visa.application !== '') return repeatOf(known, visa);
    if (this.#bySticker.has(visa.number)) return { reason: 'stickerUsed' };
    const reason = refusalOfIssue(visa);
    return reason === undefined ? this.#record(visa) : { reason };
  }

  refuse(refusal: HeldRefusal): Outcome {
    const known = this.#byApplication.get(numberKey(refusal.application));
    return known === undefined ? this.#record(refusal) : repeatOf(known, refusal);
  }

  append(number: string, event: HeldEvent): Outcome {
    const visa = this.#bySticker.get(number);
    if (visa === undefined) return { reason: 'unknownSticker' };
    const known = visa.events.find(({ xml }) => xml === event.xml);
    if (known !== undefined) return { isNew: false, registeredAt: known.registeredAt, held: visa };
    const reason = refusalOfEvent({ visa, event, isUsed: (sought) => this.#bySticker.has(sought) });
    if (reason !== undefined) return { reason };
    visa.events.push(event);
    if (event.newNumber !== undefined) this.#bySticker.set(event.newNumber, visa);
    return { isNew: true, registeredAt: event.registeredAt, held: visa };
  }

  withSticker = (number: string): readonly Held[] => listOf(this.#bySticker.get(number));

  ofApplication = (number: string): readonly Held[] => listOf(this.#byApplication.get(numberKey(number)));

  withDocument(number: string, country: string | undefined): readonly Held[] {
    const found = this.#byDocument.get(numberKey(number)) ?? [];
    return found.filter(({ person }) => country === undefined || person.document.country === '' || person.document.country === country);
  }

  ofPerson({ surname, forenames, born }: PersonSought): readonly Held[] {
    const named = this.#bySurname.get(nameKey(surname)) ?? [];
    return named.filter(
      ({ person }) => mayBeSameDay(person.born, born) && (forenames === undefined || hasForename(person.forenames, forenames)),
    );
  }

  /** A visa of the base that is valid today, for who wants to see something change. */
  someValid(today: string): HeldVisa | undefined {
    for (const visa of this.#bySticker.values())
      if (statusOf(visa, today) === 'issued' && endOf(visa) > today && visa.validFrom <= today) return visa;
    return undefined;
  }

  #record(held: Held): Outcome {
    this.#add(held);
    return { isNew: true, registeredAt: held.registeredAt, held };
  }

  #add(held: Held): void {
    if (held.is === 'visa') for (const number of numbersOf(held)) this.#bySticker.set(number, held);
    this.#count[held.is === 'visa' ? 'visas' : 'refusals'] += 1;
    if (held.application !== '') this.#byApplication.set(numberKey(held.application), held);
    push(this.#byDocument, numberKey(held.person.document.number), held);
    for (const surname of new Set(held.person.surnames.map(nameKey))) push(this.#bySurname, surname, held);
  }
}

const numbersOf = ({ number, events }: HeldVisa): string[] => [number, ...events.flatMap(({ newNumber }) => newNumber ?? [])];

const listOf = (held: Held | undefined): readonly Held[] => (held === undefined ? [] : [held]);

const hasForename = (held: readonly string[], sought: string): boolean => {
  const parts = sought.split(/[\s-]+/).map(nameKey);
  return held.some((forename) => forename.split(/[\s-]+/).some((part) => parts.includes(nameKey(part))));
};

/** The same content again is the same registration. */
function repeatOf(known: Held, come: Held): Outcome {
  const isSame = known.is === come.is && known.head() === come.head();
  return isSame ? { isNew: false, registeredAt: known.registeredAt, held: known } : { reason: 'applicationDiffers' };
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
