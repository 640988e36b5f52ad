/** How a message would leave as a webhook: in the content mode of the party, with the headers of Standard Webhooks. */
import type { Explainer } from '../../broker/contract/explain.ts';
import { inContentMode } from './content-mode.ts';
import type { WebhookDestination } from './settings.ts';

export const explainer: Explainer = {
  deliver: (event, settings) => {
    const { url, secrets, mode } = settings as unknown as WebhookDestination;
    const { headers, body } = inContentMode(event, mode);
    const head = [
      `POST ${url}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      'webhook-id: <delivery id, the same on every attempt>',
      'webhook-timestamp: <seconds>',
      `webhook-signature: <${secrets.length === 1 ? 'one signature' : `${secrets.length} signatures`}>`,
    ];
    return { form: `${head.join('\n')}\n\n${body.toString('utf8')}`, lost: [] };
  },
};
