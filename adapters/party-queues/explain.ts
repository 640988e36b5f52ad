/** How a message would lie in a party's queue: in the content mode of the party, with the properties of AMQP. */
import type { Explainer } from '../../broker/contract/explain.ts';
import { inContentMode } from './content-mode.ts';
import { asDestination } from './settings.ts';

export const explainer: Explainer = {
  deliver: (event, given) => {
    const settings = asDestination(given);
    const { content, contentType, headers } = inContentMode(event, settings);
    const head = [
      'message-id: <delivery id, the same on every attempt>',
      `content-type: ${contentType}`,
      'delivery-mode: 2',
      `expiration: ${settings.acknowledgeWithinMs}`,
      ...Object.entries(headers).map(([name, value]) => `header ${name}: ${String(value)}`),
    ];
    return { form: `${head.join('\n')}\n\n${content.toString('utf8')}`, lost: [] };
  },
};
