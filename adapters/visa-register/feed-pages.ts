/**
 * Reads a page of the change feed also where changes spoil it: an answer that cannot be used as a whole is asked for in halves, down to the
 * changes that spoil it, which are named as unreadable. Where the register answers nothing that can be used, its error is thrown.
 */
import { HubError } from '../../broker/contract/errors.ts';
import type { Range } from './feed-numbers.ts';
import type { Changes, ChangesAsked } from './request.ts';

/** Throws HubError of the VISA_REGISTER_ family. */
export type ReadChanges = (asked: Omit<ChangesAsked, 'requestId'>, signal: AbortSignal) => Promise<Changes>;

export interface Page extends Changes {
  /** The page tells of every number up to this one. */
  readonly end: number;
  readonly isLast: boolean;
}

interface Place {
  readonly after: number;
  readonly limit: number;
}

/** What comes after a number. */
export async function newPage(read: ReadChanges, { after, limit }: Place, signal: AbortSignal): Promise<Page> {
  try {
    const page = await read({ after, limit }, signal);
    const isLast = page.changes.length < limit;
    return { ...page, isLast, end: highestOf([after, isLast ? page.last : after, ...numbersOf(page)]) };
  } catch (error) {
    if (!isUnusable(error)) throw error;
    const last = await lastNumber(read, after, signal);
    const end = Math.max(after, Math.min(after + limit, last));
    return { ...(await inHalves(read, [after + 1, end], signal)), last, end, isLast: end >= last };
  }
}

/** Numbers of a range that were given before. */
export async function openPage(read: ReadChanges, range: Range, signal: AbortSignal): Promise<Changes> {
  try {
    return await readRange(read, range, signal);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    const last = await lastNumber(read, range[0] - 1, signal);
    return { ...(await inHalves(read, range, signal)), last };
  }
}

export const numbersOf = ({ unused, changes }: Changes): readonly number[] => [...unused, ...changes.map(({ number }) => number)];

/** Of any count: as arguments of one call they could be too many. */
const highestOf = (numbers: readonly number[]): number => numbers.reduce((highest, number) => Math.max(highest, number), 0);

const isUnusable = (error: unknown): boolean => error instanceof HubError && error.hubCode === 'VISA_REGISTER_GARBAGE';

/** Of a page without changes: when even that cannot be used it is not the changes that spoil the answers. */
const lastNumber = async (read: ReadChanges, at: number, signal: AbortSignal): Promise<number> =>
  (await read({ after: at, upTo: at, limit: 1 }, signal)).last;

const readRange = (read: ReadChanges, [first, last]: Range, signal: AbortSignal): Promise<Changes> =>
  read({ after: first - 1, upTo: last, limit: last - first + 1 }, signal);

async function inHalves(read: ReadChanges, [first, last]: Range, signal: AbortSignal): Promise<Changes> {
  if (first > last) return NOTHING;
  const middle = Math.floor((first + last) / 2);
  const pages = [await readOrHalve(read, [first, middle], signal)];
  if (middle < last) pages.push(await readOrHalve(read, [middle + 1, last], signal));
  return { last, unused: pages.flatMap(({ unused }) => unused), changes: pages.flatMap(({ changes }) => changes) };
}

async function readOrHalve(read: ReadChanges, [first, last]: Range, signal: AbortSignal): Promise<Changes> {
  try {
    return await readRange(read, [first, last], signal);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    if (first < last) return inHalves(read, [first, last], signal);
    return { last, unused: [], changes: [{ number: first, unreadable: 'VISA_REGISTER_GARBAGE' }] };
  }
}

const NOTHING: Changes = { last: 0, unused: [], changes: [] };
