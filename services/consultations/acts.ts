/** What named officers do by REST: release a verdict, extend a term, call a consultation off, note what was looked at. */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import { bodyIn } from './body.ts';
import { readerOf, type Reader } from './case.ts';
import { stepEach } from './ledger.ts';
import type { Parts } from './parts.ts';
import { askAgain } from './process/asking.ts';
import { andThen, type Act, type Consultation, type Stepped } from './process/consultation.ts';
import { cancel, extendChild, extendParent, look, release, releaseByRule } from './process/officers.ts';
import { requireRight, whoIs, type ConsultationRight } from './rights.ts';
import { show } from './show.ts';
import { byKeys, type Selection } from './stored.ts';

interface Said {
  readonly reason: string;
  readonly authority?: string;
}

interface Kind {
  readonly right: ConsultationRight;
  readonly readers: readonly Reader[];
  readonly step: (parts: Parts, consultation: Consultation, act: Act & Pick<Said, 'authority'>) => Stepped;
}

export const RELEASE: Kind = {
  right: 'consultations.decide',
  readers: ['OFFICE'],
  step: (_parts, consultation, act) => release(consultation, act),
};

export const EXTEND: Kind = {
  right: 'consultations.decide',
  readers: ['OFFICE'],
  step: ({ law }, consultation, { authority, ...act }) =>
    authority === undefined
      ? extendParent(consultation, act, law.endsOf(consultation))
      : extendChild(consultation, { ...act, authority }, law.endsOf(consultation)),
};

/** Of an authority that could not use its request, or that it never reached. */
export const ASK_AGAIN: Kind = {
  right: 'consultations.decide',
  readers: ['OFFICE'],
  step: (_parts, consultation, { authority = '', ...act }) => askAgain(consultation, { ...act, authority }),
};

export const CANCEL: Kind = {
  right: 'consultations.submit',
  readers: ['CONSULATE', 'OFFICE'],
  step: (_parts, consultation, act) => cancel(consultation, act),
};

export const LOOK: Kind = {
  right: 'consultations.decide',
  readers: ['OFFICE'],
  step: (_parts, consultation, act) => look(consultation, act),
};

/** Throws CONSULTATION_UNKNOWN, FORBIDDEN, and INVALID_STATE when it is too late or was done before. */
export async function act(parts: Parts, call: RestCall, { right, readers, step }: Kind): Promise<RestAnswer> {
  const { hub, law } = parts;
  const by = await requireRight(hub, call, right);
  const { reason, authority } = bodyIn<Said>(parts, call, 'act');
  const stepped = await stepEach(hub, keyOf(call), (found) => {
    const reader = readerOf(hub, found, by.party);
    if (reader === undefined) throw new HubError('CONSULTATION_UNKNOWN');
    if (!readers.includes(reader)) throw new HubError('FORBIDDEN', { detail: 'Only the Office does this.' });
    const said = { at: found.now, who: whoIs(by), why: reason, ...(authority === undefined ? {} : { authority }) };
    return andThen(step(parts, found.consultation, said), (now) => releaseByRule(now, law.releaseRule));
  });
  if (stepped.length === 0) throw new HubError('CONSULTATION_UNKNOWN');
  return show(parts, call);
}

/** By its id or by the reference that authorities know. */
export const keyOf = ({ path }: RestCall): Selection => byKeys([path['id'] ?? '']);
