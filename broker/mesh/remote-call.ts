/** A call to another node: it ends in its time, and is made to another node when its own is gone. */
import { Errors, type Context } from 'moleculer';
import { orAfter } from './or-after.ts';

export type Handler = (context: Context) => Promise<unknown>;

interface Endpoints {
  getActionEndpoints(action: string): { next(context: Context): { readonly id: string; readonly local: boolean } | null } | undefined;
}

/**
 * Moleculer's own timeout answers the caller, but keeps an unanswered call and its parameters among those a stop waits for: here
 * it ends in any case.
 */
export const remoteCall =
  (next: Handler, action: string): Handler =>
  async (context) => {
    const { timeout } = context.options as { readonly timeout?: number };
    if (!timeout) return next(context);
    const answer = orElsewhere(next, action, context).then((value) => ({ value }));
    const inTime = await orAfter(answer, timeout, undefined);
    if (inTime === undefined) throw new Errors.RequestTimeoutError({ action, nodeID: context.nodeID });
    return inTime.value;
  };

/** Asks another node, once: what travels is idempotent, so it does no harm if the node that is gone had begun. */
async function orElsewhere(next: Handler, action: string, context: Context): Promise<unknown> {
  try {
    return await next(context);
  } catch (error) {
    const registry = context.broker.registry as unknown as Endpoints;
    const other = error instanceof Errors.RequestRejectedError ? registry.getActionEndpoints(action)?.next(context) : undefined;
    if (!other || other.local) throw error;
    context.nodeID = other.id;
    return next(context);
  }
}
