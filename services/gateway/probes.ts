/** What machines ask without a key: whether the node lives, whether it is ready, and its figures for Prometheus. */
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';

export const live = (): RestAnswer => ({ status: 200, body: { status: 'live' } });

/** Each component with its words; 503 as soon as one is not well. */
export async function ready(hub: Pick<Hub, 'health'>): Promise<RestAnswer> {
  const components = await hub.health();
  const isReady = Object.values(components).every(({ ok }) => ok);
  return { status: isReady ? 200 : 503, body: { status: isReady ? 'ready' : 'not-ready', components } };
}

export async function metrics(hub: Pick<Hub, 'metrics'>): Promise<RestAnswer> {
  return { status: 200, headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }, body: Buffer.from(await hub.metrics()) };
}
