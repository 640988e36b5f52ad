/** Visas: looked up in and registered with the Central Visa Register; rights before, the legal log before the answer, never "no visa" for a failure. */
import type { Context } from 'moleculer';
import type { CheckAnswer, CheckQuestion } from '../../broker/contract/check-source.ts';
import type { RestAnswer, RestCall } from '../../broker/contract/endpoint.ts';
import type { CreateService } from '../../broker/contract/hub.ts';
import { checkVisas } from './check.ts';
import { endpoints } from './endpoints.ts';
import { registerEvent } from './events.ts';
import { loadVisaLimits } from '../../law/visa-limits.ts';
import { registerDecision } from './registrations.ts';
import { searchVisas, showVisa } from './searches.ts';

type Called = Context<RestCall>;

export const createService: CreateService = async (hub) => {
  const limits = await loadVisaLimits();
  return {
    endpoints,
    checks: [{ source: 'CENTRAL_VISA_REGISTER', action: 'visas.check' }],
    schema: {
      name: 'visas',
      actions: {
        register: (context: Called): Promise<RestAnswer> => registerDecision({ hub, context, limits }),
        search: (context: Called): Promise<RestAnswer> => searchVisas({ hub, context }),
        show: (context: Called): Promise<RestAnswer> => showVisa({ hub, context }),
        check: (context: Context<CheckQuestion>): Promise<CheckAnswer> => checkVisas(hub, context),
        registerEvent: (context: Called): Promise<RestAnswer> => registerEvent({ hub, context }),
      },
    },
  };
};
