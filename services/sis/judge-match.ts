/**
 * An officer judges a match: confirmed it is a hit (2018/1861 Art. 3) and a report is due, rejected it is a false match. One judgement
 * a match: the same said again is answered as before, anything else is refused. Every refusal is recorded.
 */
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import { HubError } from '../../broker/contract/errors.ts';
import type { Hub } from '../../broker/contract/hub.ts';
import { isUuid, jsonBody } from '../../broker/contract/rest-parameters.ts';
import { openContent } from './content-seal.ts';
import type { Handling } from './handling.ts';
import {
  findMatch,
  openSaid,
  recordJudgement,
  type Before,
  type JudgedMatch,
  type JudgementKind,
  type MatchKey,
  type Said,
} from './judgements.ts';
import { requireOfficer } from './officer.ts';
import { recordRefusal } from './refusals.ts';
import { said } from './said.ts';
import { isSameContent } from './same-content.ts';

export interface JudgementDoors {
  readonly hub: Hub;
  readonly handling: Handling;
}

interface Judging {
  readonly key: MatchKey;
  readonly kind: JudgementKind;
  readonly said: Said;
}

export async function judgeMatch(doors: JudgementDoors, call: RestCall, kind: JudgementKind): Promise<RestAnswer> {
  const given = jsonBody(call);
  try {
    const key = keyOf(call);
    const body = said(doors.hub, given, kind);
    requireOfficer(doors.hub, { party: key.party, officer: body.officer });
    return await judge(doors, { key, kind, said: body });
  } catch (error) {
    await recordRefusal(doors.hub, { call, event: 'sis.judgement-refused', given }, error);
    throw error;
  }
}

function keyOf({ principal, path }: RestCall): MatchKey {
  const { id = '', n = '' } = path;
  if (!isUuid(id) || !/^[1-9]\d{0,5}$/.test(n)) throw new HubError('NOT_FOUND');
  return { party: principal.party, searchId: id.toLowerCase(), matchNumber: Number(n) };
}

async function judge(doors: JudgementDoors, judging: Judging): Promise<RestAnswer> {
  const { hub, handling } = doors;
  const found = await findMatch(hub, judging.key);
  const { category, ...about } = existing(found, judging.key);
  if (found?.before !== undefined) return answer(200, sameAsBefore(hub, judging, found.before), { doors, judging, category });
  const match = stillOpen(hub, judging.key, found);
  if (judging.kind === 'HIT') requireVictimExcluded(match, judging.said);
  const reportWithinMs = handling.hitReport.withinMs;
  const judged = await recordJudgement(hub, judging.key, { ...judging, ...about, category, reportWithinMs });
  return judged === undefined ? judge(doors, judging) : answer(201, judged, { doors, judging, category });
}

interface Existing {
  readonly purpose: string;
  readonly schengenId: string;
  readonly category: string;
}

function existing(found: JudgedMatch | undefined, { matchNumber }: MatchKey): Existing {
  if (found === undefined) throw new HubError('NOT_FOUND');
  if (found.outcome === null || found.matchCount === null) throw new HubError('SEARCH_NOT_ANSWERED');
  const { schengenId, category } = found;
  if (matchNumber > found.matchCount || schengenId === null || category === null) throw new HubError('NOT_FOUND');
  return { purpose: found.purpose, schengenId, category };
}

/** Throws ALREADY_JUDGED when it was another officer, another judgement or other words; MATCH_GONE when the words are gone. */
function sameAsBefore(hub: Hub, { key, kind, said: now }: Judging, before: Before): Before {
  if (before.kind !== kind || before.officer !== now.officer.id) throw new HubError('ALREADY_JUDGED');
  if (before.said === null) throw new HubError('MATCH_GONE', { detail: 'What was said of the match is deleted.' });
  if (!isSameContent(openSaid(hub, key, before.said), now)) throw new HubError('ALREADY_JUDGED');
  return before;
}

function stillOpen(hub: Hub, { searchId }: MatchKey, found: JudgedMatch | undefined): { readonly mayBeVictim: boolean } {
  if (found === undefined || found.match === null) throw new HubError('MATCH_GONE');
  return openContent(hub.config.masterKeys, searchId, found.match) as { readonly mayBeVictim: boolean };
}

/** Whoever bears a stolen identity may be its owner: nobody is reported before that is excluded (2018/1861 Art. 47). */
function requireVictimExcluded({ mayBeVictim }: { readonly mayBeVictim: boolean }, now: Said): void {
  if (!mayBeVictim || ('victimExcluded' in now && now.victimExcluded === true)) return;
  const detail = 'must be true: the person may be the victim of a misused identity, who is never reported as a hit';
  throw new HubError('INVALID_JUDGEMENT', { faults: [{ pointer: '/victimExcluded', detail }] });
}

interface Answering {
  readonly doors: JudgementDoors;
  readonly judging: Judging;
  readonly category: string;
}

function answer(status: number, { hitId, judgedAt, report }: Before, { doors, judging, category }: Answering): RestAnswer {
  const at = judgedAt.toISOString();
  const { searchId, matchNumber } = judging.key;
  if (report === undefined) return { status, body: { searchId, matchNumber, rejectedAt: at } };
  const { id, state, dueAt } = report;
  const hitReport = { id, state, dueAt: dueAt.toISOString(), mustCollect: doors.handling.mustCollect(category) };
  return { status, headers: { location: `/api/v1/sis/hit-reports/${id}` }, body: { hitId, confirmedAt: at, hitReport } };
}
