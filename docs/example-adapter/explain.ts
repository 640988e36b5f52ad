/** How a decision would leave for the archive, and what of it would be lost. */
import { HubError } from '../../broker/contract/errors.ts';
import type { Explainer } from '../../broker/contract/explain.ts';
import { toWire } from './translate.ts';

export const explainer: Explainer = {
  deliver: (body, settings) => {
    const translated = toWire(body);
    if (translated === undefined) throw new HubError('TRANSLATION_FAILED', { detail: 'The archive keeps decisions and nothing else.' });
    return { form: `PUT ${String(settings['url'])}/records/<delivery id>\n\n${translated.record}`, lost: translated.lost };
  },
};
