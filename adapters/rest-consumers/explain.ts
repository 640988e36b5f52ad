/** How a message would leave as a webhook: the CloudEvent's bytes as they are, with the headers of Standard Webhooks. */
import type { Explainer } from '../../broker/contract/explain.ts';
import type { WebhookDestination } from './settings.ts';

export const explainer: Explainer = {
  deliver: (body, settings) => {
    const { url, secrets } = settings as unknown as WebhookDestination;
    const head = [
      `POST ${url}`,
      'content-type: application/cloudevents+json; charset=utf-8',
      'webhook-id: <delivery id, the same on every attempt>',
      'webhook-timestamp: <seconds>',
      `webhook-signature: <${secrets.length === 1 ? 'one signature' : `${secrets.length} signatures`}>`,
    ];
    return { form: `${head.join('\n')}\n\n${body.toString('utf8')}`, lost: [] };
  },
};
