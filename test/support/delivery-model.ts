/**
 * What deliveries must do, told without a database: one rule a function, over plain data. Times are milliseconds since the
 * run began; every lease lasts LEASE_MS.
 */
import { LEASE_MS } from './message-path.ts';

type State = 'queued' | 'parked' | 'delivering' | 'waiting-retry' | 'delivered' | 'dead' | 'discarded' | 'expired';

export interface ModelDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly destination: string;
  readonly key: string | null;
  readonly isPull: boolean;
  readonly expiresAt: number | null;
  readonly position: number | null;
  state: State;
  leased: boolean;
  /** False once it came back from the dead letters of a released lane. */
  isInLane: boolean;
  isReleased: boolean;
  dueAt: number;
  claim: string | null;
  claimUntil: number;
  attempt: number;
  strikes: number;
  strikesAlone: number;
}

export interface Model {
  now: number;
  readonly held: Set<string>;
  /** In the order of acceptance. */
  readonly deliveries: Map<string, ModelDelivery>;
}

type Accepted = Pick<ModelDelivery, 'id' | 'messageId' | 'destination' | 'key' | 'isPull' | 'expiresAt'> & { readonly lease: boolean };
export interface Settled {
  readonly id: string;
  readonly claim: string;
  /** `awaitMs`: handed over, to be acknowledged within that time. */
  readonly end: 'delivered' | 'dead' | { readonly retryMs: number } | { readonly awaitMs: number };
}

export const createModel = (): Model => ({ now: 0, held: new Set(), deliveries: new Map() });
export const all = (model: Model): ModelDelivery[] => [...model.deliveries.values()];
const isOpen = ({ state }: ModelDelivery): boolean => ['queued', 'parked', 'delivering', 'waiting-retry'].includes(state);
/** Nothing behind it in its lane may move. */
export const blocks = (one: ModelDelivery): boolean =>
  (isOpen(one) && one.state !== 'parked') || (one.state === 'dead' && !one.isReleased && one.isInLane);
const isExpired = (model: Model, { expiresAt }: ModelDelivery): boolean => expiresAt !== null && expiresAt <= model.now;

const sameLane = (model: Model, { key, destination }: Pick<ModelDelivery, 'key' | 'destination'>): ModelDelivery[] =>
  key === null ? [] : all(model).filter((one) => one.key === key && one.destination === destination);
const laneOf = (model: Model, one: Pick<ModelDelivery, 'key' | 'destination'>): ModelDelivery[] =>
  sameLane(model, one).filter(({ isInLane }) => isInLane);

export function accepted(model: Model, { lease, ...one }: Accepted): void {
  const parked = !one.isPull && laneOf(model, one).some((other) => isOpen(other) || blocks(other));
  const leased = lease && !parked;
  model.deliveries.set(one.id, {
    ...{ ...one, position: one.key === null ? null : sameLane(model, one).length + 1, state: parked ? 'parked' : 'queued', leased },
    ...{ isInLane: one.key !== null, isReleased: false, dueAt: leased ? model.now + LEASE_MS : model.now },
    ...{ claim: null, claimUntil: 0, attempt: 0, strikes: 0, strikesAlone: 0 },
  });
}

/** Answers the ids that the claim gets; what was leased at a held destination goes back to waiting. */
export function claimed(model: Model, ids: readonly string[], { token, alone }: { token: string; alone: boolean }): string[] {
  const named = all(model).filter(({ id, state, leased }) => ids.includes(id) && state === 'queued' && leased);
  for (const one of named.filter(({ destination }) => model.held.has(destination))) wait(model, one);
  const ours = named.filter((one) => one.leased && (one.strikes === 0 || alone) && !isExpired(model, one));
  for (const one of ours) {
    Object.assign(one, { state: 'delivering', claim: token, claimUntil: model.now + LEASE_MS, attempt: one.attempt + 1 });
    Object.assign(one, { strikes: one.strikes + 1, strikesAlone: one.strikesAlone + Number(alone) });
  }
  return ours.map(({ id }) => id);
}

/** An outcome counts only for the claim that still holds. */
export function settled(model: Model, { id, claim, end }: Settled): void {
  const one = model.deliveries.get(id);
  if (one?.state !== 'delivering' || one.claim !== claim) return;
  if (typeof end === 'object' && 'awaitMs' in end) {
    const until = Math.min(model.now + end.awaitMs, one.expiresAt ?? Infinity);
    Object.assign(one, { claimUntil: until, dueAt: until, strikes: 0, strikesAlone: 0 });
  } else if (typeof end === 'object')
    Object.assign(one, { state: 'waiting-retry', leased: false, claim: null, strikes: 0, strikesAlone: 0, dueAt: model.now + end.retryMs });
  else if (end === 'dead') Object.assign(one, { state: 'dead', leased: false, claim: null });
  else finish(model, [one], end);
}

/**
 * Leases that ran out go back to waiting; answers those that ran out too often, for they are not sent again, and those that were handed
 * over and not acknowledged in time.
 */
export function lapsed(model: Model, destination: string): Readonly<Record<'poison' | 'unacknowledged', ModelDelivery[]>> {
  const late = all(model).filter((one) => one.destination === destination && one.leased && one.dueAt <= model.now);
  const claims = late.filter(({ state }) => state === 'delivering');
  for (const one of claims.filter(({ claimUntil }) => claimUntil > model.now)) one.dueAt = one.claimUntil;
  const poison = claims.filter((one) => one.dueAt <= model.now && one.strikes >= 3 && one.strikesAlone >= 2);
  const unacknowledged = claims.filter((one) => one.dueAt <= model.now && one.strikes === 0);
  for (const one of late) if (one.dueAt <= model.now && ![...poison, ...unacknowledged].includes(one)) wait(model, one);
  for (const one of unacknowledged) one.dueAt = model.now + LEASE_MS;
  return { poison, unacknowledged };
}

export const sendable = (model: Model, destination: string): ModelDelivery[] =>
  model.held.has(destination)
    ? []
    : all(model).filter(
        (one) =>
          one.destination === destination &&
          ['queued', 'waiting-retry'].includes(one.state) &&
          !one.leased &&
          one.dueAt <= model.now &&
          !isExpired(model, one),
      );
export const dispatched = (model: Model, one: ModelDelivery): void =>
  void Object.assign(one, { state: 'queued', leased: true, dueAt: model.now + LEASE_MS });

export function expired(model: Model): void {
  const isBeingSent = (one: ModelDelivery): boolean => one.state === 'delivering' && one.claimUntil > model.now;
  const over = all(model).filter((one) => isOpen(one) && isExpired(model, one) && !isBeingSent(one));
  finish(model, over, 'expired');
}

export function putBack(model: Model, one: ModelDelivery): void {
  Object.assign(one, { state: 'queued', isInLane: one.isInLane && !one.isReleased, isReleased: false, dueAt: model.now });
  Object.assign(one, { strikes: 0, strikesAlone: 0 });
}
export const discarded = (model: Model, one: ModelDelivery): void => finish(model, [one], 'discarded');
export function released(model: Model, one: ModelDelivery): void {
  for (const other of laneOf(model, one)) if (other.state === 'dead') other.isReleased = true;
  advance(model, one);
}
export function held(model: Model, destination: string): void {
  model.held.add(destination);
  for (const one of all(model)) if (one.destination === destination && one.leased && one.state === 'queued') wait(model, one);
}

/** Answers what a lease of at most `most` holds: a consecutive run of each lane that no other live lease holds a part of. */
export function mailboxLeased(model: Model, destination: string, { most, token }: { most: number; token: string }): ModelDelivery[] {
  const isLive = (one: ModelDelivery): boolean => one.state === 'delivering' && one.claimUntil > model.now;
  const free = all(model).filter((one) => one.destination === destination && isOpen(one) && !isLive(one) && !isExpired(model, one));
  const isBehind = (one: ModelDelivery): boolean =>
    laneOf(model, one).some((other) => isLive(other) && (other.position ?? 0) < (one.position ?? 0));
  const picked = free.filter((one) => !isBehind(one)).slice(0, most);
  for (const one of picked)
    Object.assign(one, { state: 'delivering', claim: token, claimUntil: model.now + LEASE_MS, attempt: one.attempt + 1 });
  return picked;
}

export function acknowledged(model: Model, asked: readonly ModelDelivery[], token: string): void {
  const ours = asked.filter(({ state, claim }) => state === 'delivering' && claim === token);
  const isBehind = (one: ModelDelivery): boolean =>
    laneOf(model, one).some((other) => isOpen(other) && !ours.includes(other) && (other.position ?? 0) < (one.position ?? 0));
  const allowed = ours.filter((one) => !isBehind(one));
  finish(model, allowed, 'delivered');
}

type Answer = 'acknowledged' | 'too-early' | 'too-late' | 'unknown';

/** Whether an acknowledgement would end it: it was sent, and is neither waiting behind another nor over. */
export const isAcknowledgeable = (one: ModelDelivery): boolean =>
  one.attempt > 0 && (one.state === 'dead' || (isOpen(one) && one.state !== 'parked'));

/** Answers what its recipient is told. */
export function acknowledgedByQueue(model: Model, destination: string, one: ModelDelivery): Answer {
  if (one.destination !== destination) return 'unknown';
  if (one.state === 'expired' || one.state === 'discarded') return 'too-late';
  if (one.state === 'delivered') return 'acknowledged';
  if (!isAcknowledgeable(one)) return 'too-early';
  one.isInLane &&= !one.isReleased;
  finish(model, [one], 'delivered');
  return 'acknowledged';
}

const wait = (model: Model, one: ModelDelivery): void =>
  void Object.assign(one, { state: 'queued', leased: false, claim: null, dueAt: Math.min(one.dueAt, model.now) });

function finish(model: Model, ended: readonly ModelDelivery[], state: State): void {
  for (const one of ended) Object.assign(one, { state, leased: false });
  for (const one of ended) advance(model, one);
}

/** The next of a lane moves up when nothing before it stands in the way. */
function advance(model: Model, { key, destination, isInLane }: ModelDelivery): void {
  const lane = isInLane ? laneOf(model, { key, destination }) : [];
  const next = lane.find(({ state }) => state === 'parked');
  if (next === undefined || lane.some(blocks)) return;
  const leased = !model.held.has(destination);
  Object.assign(next, { state: 'queued', leased, dueAt: leased ? model.now + LEASE_MS : model.now });
}
