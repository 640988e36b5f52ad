/**
 * Who asked for a message by a subscription: by its type and by conditions on its content. Conditions are JSON Schemas of few keywords,
 * checked when they are stored, so that none can take long; each is compiled once.
 */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Subscription } from '../contract/registry.ts';

interface Message {
  readonly type: string;
  readonly data: unknown;
}

/** Codes of the parties, each once. */
export type Subscribers = (message: Message, subscriptions: readonly Subscription[]) => readonly string[];

const MOST_COMPILED = 2000;

export function createSubscribers(): Subscribers {
  let ajv = new Ajv2020({ strict: false });
  const compiled = new Map<string, ValidateFunction>();
  const conditionOf = (condition: Readonly<Record<string, unknown>>): ValidateFunction => {
    const text = JSON.stringify(condition);
    const known = compiled.get(text);
    if (known !== undefined) return known;
    if (compiled.size >= MOST_COMPILED) {
      compiled.clear();
      ajv = new Ajv2020({ strict: false });
    }
    const made = ajv.compile(condition);
    compiled.set(text, made);
    return made;
  };
  return ({ type, data }, subscriptions) => {
    const fitting = subscriptions.filter(
      ({ messageType, condition }) => messageType === type && (condition === null || conditionOf(condition)(data)),
    );
    return [...new Set(fitting.map(({ party }) => party))];
  };
}
