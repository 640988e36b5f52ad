/** The documents that a parser is fed: each follows from the seed of the run and its number alone, so that it can be made again. */
import { createRandom, type Random } from '../../generator/random.ts';
import { BYTE_MUTATORS, pickFrom, type Mutator } from './mutators/bytes.ts';
import { spanMutators } from './mutators/spans.ts';
import type { Subject } from './subject.ts';

const MOST_CHANGES = 4;
/** Share of hostile documents among those that are changed. */
const HOSTILE = 0.1;
/** Share of changes that know nothing of what the bytes mean. */
const IN_BYTES = 0.35;

export interface Documents {
  /** The seeds in their order, the hostile ones, then changed ones without end. */
  at(number: number): Buffer;
}

export function documentsOf(name: string, subject: Omit<Subject, 'read'>, seed: number): Documents {
  const { seeds, hostile, grammar, maxBytes } = subject;
  const ways: Ways = [BYTE_MUTATORS, spanMutators(grammar)];
  const untouched = [...seeds, ...hostile];
  return {
    at(number) {
      const random = createRandom(hash(`${seed} ${name} ${number}`));
      const ground = (): Buffer => pickFrom(random, random.chance(HOSTILE) ? hostile : seeds);
      return (untouched[number] ?? changed(random, ground, ways)).subarray(0, maxBytes);
    },
  };
}

type Ways = readonly [readonly Mutator[], readonly Mutator[]];

/** One change is the most frequent, so that much stays valid and the parser is reached in its depth. */
function changed(random: Random, ground: () => Buffer, ways: Ways): Buffer {
  let document = ground();
  for (let change = 0; change < MOST_CHANGES && (change === 0 || random.chance(0.4)); change += 1) {
    const [bytes, spans] = ways;
    const mutate = pickFrom(random, random.chance(IN_BYTES) ? bytes : spans);
    document = mutate({ document, other: ground(), random });
  }
  return document;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
