/** How a message would leave for another state, and what of it would be lost; what a mail of another state says. Sends nothing. */
import type { Explainer } from '../../broker/contract/explain.ts';
import { readCodes } from './codes.ts';
import { filesOfEvent, formOfEvent } from './outbox.ts';
import { toWire } from './translate.ts';

const UNIFIER = 'POL0';

export const explainer: Explainer = {
  deliver: (body, settings) => {
    const { form } = formOfEvent(body, UNIFIER);
    const dialect = settings['dialect'] === 'vis-mail' ? 'vis-mail' : 'vision';
    const head = { from: 'ours@pl.example', to: 'theirs@xx.example', at: 0, messageId: 'explained@pl.example' };
    const { subject, text, difference } = toWire(form, dialect, { head, codes: readCodes() });
    const changed = difference.changed.map((at) => `/data${at} (in part)`);
    const beside = filesOfEvent(body).map((name) => `\n[beside it, by its bytes: ${name}]`);
    return { form: `Subject: ${subject}\n\n${text}${beside.join('')}`, lost: [...difference.lost.map((at) => `/data${at}`), ...changed] };
  },
};
