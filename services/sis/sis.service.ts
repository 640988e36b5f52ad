/** Searches in SIS while the person stands at the desk: rights before, legal log with every answer, no second SIS afterwards; and what follows from a match. */
import type { Context } from 'moleculer';
import type { CheckAnswer, CheckQuestion } from '../../broker/contract/check-source.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { CreateService } from '../../broker/contract/hub.ts';
import { createLoop } from '../../broker/contract/loop.ts';
import { loadCodeLists } from '../../schemas/code-lists/load.ts';
import { checkSis } from './check.ts';
import { endpoints } from './endpoints.ts';
import { loadHandling } from './handling.ts';
import { ACKNOWLEDGE, CLOSE, sendReport, stepReport } from './hit-report-steps.ts';
import { tellOfTerms } from './hit-report-terms.ts';
import { showReport, showReports } from './hit-reports.ts';
import { judgeMatch } from './judge-match.ts';
import { createLedger } from './ledger.ts';
import { createLackOf } from './query-lack.ts';
import { deletionEveryMs, deleteEnded } from './retention.ts';
import { loadRightsMatrix } from './rights.ts';
import { runSearch } from './run-search.ts';
import { showSearch } from './search-record.ts';

type Called = Context<RestCall>;

export const createService: CreateService = async (hub) => {
  const [rights, handling, lists] = await Promise.all([loadRightsMatrix(), loadHandling(), loadCodeLists()]);
  const doors = { hub, rights, handling, lackOf: createLackOf(lists), ledger: createLedger(hub) };
  const { matchRetentionMs, termsEveryMs } = hub.config.sis;
  let stopping = false;
  const loop = (name: string, everyMs: number, run: () => Promise<void>): ReturnType<typeof createLoop> =>
    createLoop({ name, firstAfterMs: everyMs, everyMs, run, log: hub.log });
  const loops = [
    loop('sis-retention', deletionEveryMs(matchRetentionMs), () => deleteEnded(hub, () => stopping)),
    loop('sis-terms', termsEveryMs, () => tellOfTerms(hub, doors.handling)),
  ];
  return {
    endpoints,
    checks: [{ source: 'SIS', action: 'sis.check' }],
    schema: {
      name: 'sis',
      actions: {
        search: (context: Called): Promise<RestAnswer> => runSearch(doors, context),
        check: (context: Context<CheckQuestion>): Promise<CheckAnswer> =>
          checkSis(doors, context, (call) => context.call<RestAnswer, RestCall>('sis.search', call)),
        show: ({ params }: Called): Promise<RestAnswer> => showSearch(hub, params),
        confirm: ({ params }: Called): Promise<RestAnswer> => judgeMatch(doors, params, 'HIT'),
        reject: ({ params }: Called): Promise<RestAnswer> => judgeMatch(doors, params, 'FALSE_MATCH'),
        showReports: ({ params }: Called): Promise<RestAnswer> => showReports(doors, params),
        showReport: ({ params }: Called): Promise<RestAnswer> => showReport(doors, params),
        sendReport: ({ params }: Called): Promise<RestAnswer> => sendReport(doors, params),
        acknowledgeReport: ({ params }: Called): Promise<RestAnswer> => stepReport(doors, params, ACKNOWLEDGE),
        closeReport: ({ params }: Called): Promise<RestAnswer> => stepReport(doors, params, CLOSE),
      },
      started: () => Promise.resolve(loops.forEach((one) => one.start())),
      stopped: async () => {
        stopping = true;
        await Promise.all(loops.map((one) => one.stop()));
      },
    },
  };
};
