/** Answers one request of the interface from the base, and keeps the change feed. */
import { childOf, eventFrom, refusalFrom, textOf, visaFrom, type Element } from './documents.ts';
import type { Feed } from './feed.ts';
import { elementOf, type Held } from './held.ts';
import type { Outcome, Register } from './register.ts';

export interface Base {
  readonly register: Register;
  readonly feed: Feed;
  /** More entries than this are counted, not listed. */
  readonly limit: number;
  readonly now: () => Date;
}

const HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';
const document = (name: string, content: string): string =>
  `${HEADER}<${name} xmlns="urn:pobyt-hub:visa-register:v1">${content}</${name}>\n`;

export const faultDocument = (code: string): string => document('Fault', `<Code>${code}</Code>`);

/** Undefined for a document that is no request. */
export const answerTo = (request: Element, base: Base): string | undefined => ANSWERS[request.name]?.(request, base);

const ANSWERS: Readonly<Record<string, (request: Element, base: Base) => string>> = {
  RegisterIssued: (request, base) => recorded(request, base, base.register.issue(visaFrom(must(request, 'Visa'), instantOf(base)))),
  RegisterRefusal: (request, base) => recorded(request, base, base.register.refuse(refusalFrom(must(request, 'Refusal'), instantOf(base)))),
  RegisterEvent: (request, base) =>
    recorded(request, base, base.register.append(textOf(request, 'StickerNumber'), eventFrom(must(request, 'Event'), instantOf(base)))),
  FindByPerson: (request, base) => found(request, base, base.register.ofPerson(personIn(request))),
  FindByDocument: (request, base) =>
    found(request, base, base.register.withDocument(textOf(request, 'Number'), childOf(request, 'Country')?.text)),
  FindByApplication: (request, base) => found(request, base, base.register.ofApplication(textOf(request, 'ApplicationNumber'))),
  FindBySticker: (request, base) => found(request, base, base.register.withSticker(textOf(request, 'StickerNumber'))),
  ReadChanges: changes,
  Ping: (request) => document('Pong', idOf(request)),
};

const instantOf = ({ now }: Base): string => now().toISOString();

const idOf = (request: Element): string => `<RequestId>${textOf(request, 'RequestId')}</RequestId>`;

function must(request: Element, name: string): Element {
  const found = childOf(request, name);
  if (found === undefined) throw new TypeError(`${name} is missing in spite of the XSD`);
  return found;
}

const personIn = (request: Element): { surname: string; forenames: string | undefined; born: string } => ({
  surname: textOf(request, 'Surname'),
  forenames: childOf(request, 'Forenames')?.text,
  born: textOf(request, 'DateOfBirth'),
});

function recorded(request: Element, { feed, now }: Base, outcome: Outcome): string {
  if ('reason' in outcome) return document('NotRegistered', `${idOf(request)}<Reason>${outcome.reason}</Reason>`);
  const at = now().toISOString();
  if (outcome.isNew) feed.add(elementOf(outcome.held, at.slice(0, 10)), at);
  return document(
    'Registered',
    `${idOf(request)}<IsNew>${String(outcome.isNew)}</IsNew><RegisteredAt>${outcome.registeredAt}</RegisteredAt>`,
  );
}

function found(request: Element, { limit, now }: Base, held: readonly Held[]): string {
  const at = now().toISOString();
  const listed = held.length > limit ? [] : held;
  const entries = listed.map((one) => `<Entry>${elementOf(one, at.slice(0, 10))}</Entry>`).join('');
  return document('Found', `${idOf(request)}<AnsweredAt>${at}</AnsweredAt><Total>${held.length}</Total>${entries}`);
}

function changes(request: Element, { feed }: Base): string {
  const upTo = childOf(request, 'UpTo')?.text;
  const asked = {
    after: Number(textOf(request, 'After')),
    upTo: upTo === undefined ? undefined : Number(upTo),
    limit: Number(textOf(request, 'Limit')),
  };
  const { unused, changes: shown } = feed.read(asked);
  const items = shown.map(
    ({ number, at, xml }) => `<Change><Number>${number}</Number><ChangedAt>${at}</ChangedAt><Entry>${xml}</Entry></Change>`,
  );
  return document(
    'Changes',
    `${idOf(request)}<Last>${feed.last}</Last>${unused.map((number) => `<Unused>${number}</Unused>`).join('')}${items.join('')}`,
  );
}
