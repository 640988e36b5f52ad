/** One sentence on whether every delivery is accounted for, with the figures that prove it and when they were read. */
import type { RestAnswer } from '../../broker/contract/endpoint.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { addUp, depthOf, readTallies, reconciles, type Counts } from './tallies.ts';

export async function overview(hub: Hub): Promise<RestAnswer> {
  const { at, destinations } = await readTallies(hub);
  const totals = addUp(destinations);
  const ages = destinations.flatMap(({ oldestAgeSeconds }) => (oldestAgeSeconds === null ? [] : [oldestAgeSeconds]));
  const oldestAgeSeconds = ages.length === 0 ? null : Math.max(...ages);
  const isWhole = destinations.every(({ counts }) => reconciles(counts));
  const shown = destinations.map((destination) => ({
    ...destination,
    depth: depthOf(destination.counts),
    reconciles: reconciles(destination.counts),
  }));
  return {
    status: 200,
    body: {
      words: wordsOf(totals, { at, isWhole, oldestAgeSeconds }),
      provenAt: at,
      reconciles: isWhole,
      totals,
      oldestAgeSeconds,
      destinations: shown,
    },
  };
}

function wordsOf(totals: Counts, proof: { at: string; isWhole: boolean; oldestAgeSeconds: number | null }): string {
  if (!proof.isWhole)
    return `The counts do not add up as of ${proof.at}: ${totals.created} deliveries were created, and some are not accounted for.`;
  const oldest = proof.oldestAgeSeconds === null ? '' : `, the oldest for ${Math.round(proof.oldestAgeSeconds)} s`;
  const parts = [
    `${totals.delivered} delivered`,
    `${depthOf(totals)} waiting${oldest}`,
    `${totals.dead} dead`,
    `${totals.discarded} discarded`,
    `${totals.expired} expired`,
  ];
  return `All ${totals.created} deliveries are accounted for as of ${proof.at}: ${parts.join('; ')}.`;
}
