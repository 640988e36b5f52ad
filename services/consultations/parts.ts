/** What every part of the service is given. */
import type { Hub } from '../../broker/contract/hub.ts';
import type { ConsultationLaw } from './law.ts';

export interface Parts {
  readonly hub: Hub;
  readonly law: ConsultationLaw;
}
