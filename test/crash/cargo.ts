/** What is sent on each road, and what the system at its end must read off the wire, said without the adapter that carries it. */
import { readFileSync } from 'node:fs';
import { sheetOf, type Sheet } from './mail-front.ts';
import type { Entry } from './register-front.ts';
import type { Road } from './visit.ts';

export const NOTE = 'pl.gov.udsc.exchange.note.v1';
export const TYPES: Readonly<Record<Road, string>> = {
  web: NOTE,
  mail: 'pl.gov.udsc.visa.consular-message.v1',
  register: 'pl.gov.udsc.visa.registration.v1',
};

interface About {
  /** Letters and digits, 12 at most, so that a mail form and a visa sticker can carry it. */
  readonly id: string;
  readonly sender: string;
  /** Which case it belongs to, and the how-manieth message of it. */
  readonly line: number;
  readonly n: number;
}

export interface Cargo {
  readonly data: object;
  /** What must arrive; absent where the event itself does. */
  readonly arrives?: Sheet | Entry;
}

export type LoadCargo = (road: Road, about: About) => Cargo;

export function createCargo(): LoadCargo {
  const registration = JSON.parse(readFileSync(REGISTRATION, 'utf8')) as Registration;
  return (road, about) => {
    if (road === 'mail') return consularMessage(about);
    return road === 'register' ? issuedVisa(registration, about) : note(about);
  };
}

const REGISTRATION = new URL('../../schemas/visa-registration/examples/valid/issue.json', import.meta.url);
const FILLING = 'Synthetic text. '.repeat(20);

const note = ({ line, n }: About): Cargo => ({ data: { title: `Note ${n}`, text: `The ${n}th note of line ${line}. ${FILLING}` } });

function consularMessage({ id, line, n }: About): Cargo {
  const subject = `Message ${n} of case ${line}`;
  // Signs in which iso-8859-15 is unlike its neighbours, a line that begins with the end of a mail, what quoted-printable lives by.
  const text = `Žižkov, œuvre, 20 € = façade\n.\n..${n}. ${FILLING}`;
  const data = { reference: id, sentOn: '2026-02-04', sendingAuthority: { country: 'POL', name: 'Crash rehearsal' }, subject, text };
  const headings = [
    ['001', id],
    ['002', '20260204'],
    ['003', 'POL;Crash rehearsal'],
    ['070', subject],
    ['071', text],
  ] as const;
  return { data, arrives: sheetOf(`${id}.M`, headings) };
}

interface Registration {
  readonly requestedBy: object;
  readonly visa: { readonly validTo: string; readonly holder: { readonly name: { readonly surname: { readonly original: string } } } };
}

function issuedVisa({ requestedBy, visa, ...rest }: Registration, { id, sender, line, n }: About): Cargo {
  const [officer, caseReference] = [`OFF-${line}`, `KL.${line}.${n}`];
  const remarks = `Visa ${n} of case ${line}: <&> "signs" Łódź, Київ.`;
  const data = {
    ...rest,
    requestedBy: { ...requestedBy, officer, caseReference },
    visa: { ...visa, applicationNumber: id, visaNumber: id, remarks },
  };
  const surname = visa.holder.name.surname.original;
  const kept = { application: id, sticker: id, surname, validTo: visa.validTo, remarks };
  return { data, arrives: { operation: 'RegisterIssued', institution: sender, officer, caseReference, ...kept } };
}
