/** The ways in which consultations are broken on purpose, by name. */
import type { ConsultationMutation } from '../mutation.ts';
import { clockRunsAhead } from './clock-runs-ahead.ts';
import { lettersSentWhenClaimed } from './letters-sent-when-claimed.ts';
import { silenceFromSending } from './silence-from-sending.ts';
import { verdictUnderNewId } from './verdict-under-new-id.ts';

export const CONSULTATION_MUTATIONS: Readonly<Record<string, ConsultationMutation>> = {
  'silence-from-sending': silenceFromSending,
  'clock-runs-ahead': clockRunsAhead,
  'letters-sent-when-claimed': lettersSentWhenClaimed,
  'verdict-under-new-id': verdictUnderNewId,
};
