/** Who asked for a message by a subscription: by its type and by conditions on its content. */
import type { Subscription } from '../contract/registry.ts';
import { isFulfilled } from './condition.ts';

interface Message {
  readonly type: string;
  readonly data: unknown;
}

/** Codes of the parties, each once. */
export function subscribersOf({ type, data }: Message, subscriptions: readonly Subscription[]): readonly string[] {
  const fitting = subscriptions.filter(
    ({ messageType, condition }) => messageType === type && (condition === null || isFulfilled(condition, data)),
  );
  return [...new Set(fitting.map(({ party }) => party))];
}
