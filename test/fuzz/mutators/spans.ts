/** Changes of whole parts of a document: replaced, taken out, repeated, exchanged, nested. */
import type { Grammar, Span } from './grammar.ts';
import { pickFrom, type Draw, type Mutator } from './bytes.ts';

/** Longer documents are changed by bytes alone: to look for parts in them would cost more than to parse them. */
const LONGEST = 64 * 1024;

export function spanMutators(grammar: Grammar): readonly Mutator[] {
  const { extremes, glue, nest } = grammar;
  const replace = inParts(grammar, (part, { random }) => (part === '' ? '' : pickFrom(random, extremes)));
  const remove = inParts(grammar, () => '');
  const repeat = inParts(grammar, (part, { random }) => Array.from({ length: times(random.next()) }, () => part).join(glue));
  const deepen = inParts(grammar, (part, { random }) =>
    nest(part, random.chance(0.1) ? random.between(1000, 100_000) : random.between(1, 60)),
  );
  return [replace, replace, replace, remove, remove, repeat, deepen, exchange(grammar), adopt(grammar)];
}

/** Mostly twice, now and then very often. */
const times = (draw: number): number => (draw < 0.7 ? 2 : draw < 0.95 ? 30 : 3000);

function inParts({ spans }: Grammar, change: (part: string, draw: Draw) => string): Mutator {
  return (draw) => {
    const { text, parts } = partsOf(draw.document, spans);
    if (parts.length === 0) return draw.document;
    const { from, to } = pickFrom(draw.random, parts);
    return fromText(text.slice(0, from) + change(text.slice(from, to), draw) + text.slice(to));
  };
}

/** Two parts change places; one within the other stands twice then. */
function exchange({ spans }: Grammar): Mutator {
  return ({ document, random }) => {
    const { text, parts } = partsOf(document, spans);
    if (parts.length < 2) return document;
    const [one, two] = [pickFrom(random, parts), pickFrom(random, parts)].sort((a, b) => a.from - b.from) as [Span, Span];
    const between = text.slice(one.to, two.from);
    return fromText(text.slice(0, one.from) + text.slice(two.from, two.to) + between + text.slice(one.from, one.to) + text.slice(two.to));
  };
}

/** A part of the other document in the place of one of this. */
function adopt({ spans }: Grammar): Mutator {
  return ({ document, other, random }) => {
    const [mine, theirs] = [partsOf(document, spans), partsOf(other, spans)];
    if (mine.parts.length === 0 || theirs.parts.length === 0) return document;
    const [{ from, to }, part] = [pickFrom(random, mine.parts), pickFrom(random, theirs.parts)];
    return fromText(mine.text.slice(0, from) + theirs.text.slice(part.from, part.to) + mine.text.slice(to));
  };
}

function partsOf(document: Buffer, spans: Grammar['spans']): { text: string; parts: readonly Span[] } {
  if (document.length > LONGEST) return { text: '', parts: [] };
  const text = document.toString('latin1');
  return { text, parts: spans(text) };
}

const fromText = (text: string): Buffer => Buffer.from(text, 'latin1');
