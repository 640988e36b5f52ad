/** One application for a C visa, submitted on Monday, 2 November 2026, at 9:00 in Warsaw, and the days after it. */
import type { Stepped } from '../../services/consultations/process/consultation.ts';
import { answer, clock, deliver, instant, send, submitted, told, type Step } from './consultations.ts';

export const NATIONAL = ['PL-SG', 'PL-KGP', 'PL-ABW', 'PL-AW', 'PL-MSZ'];
export const ABROAD = ['AUT', 'FRA'];
export const SUBMITTED_AT = instant('2026-11-02T09:00:00+01:00');

export const application = () => submitted(SUBMITTED_AT, [...NATIONAL, ...ABROAD]);

/** All seven were asked on 2 November; form R came from both states on the 4th, from France after a first send that failed. */
export const asked = (forms: readonly string[] = ABROAD): readonly Step[] => [
  ...[...NATIONAL, ...ABROAD].map((authority) => send(instant('2026-11-02T09:05:00+01:00'), authority)),
  ...NATIONAL.map((authority) => deliver(instant('2026-11-02T09:06:00+01:00'), authority)),
  ...forms.map((authority) => deliver(instant('2026-11-04T10:15:00+01:00'), authority)),
];

export const noObjection = (at: string, authority: string): Step => answer(instant(at), authority, { answer: 'NO_OBJECTION' });

export const answers = [
  noObjection('2026-11-03T10:00:00+01:00', 'PL-SG'),
  noObjection('2026-11-03T11:00:00+01:00', 'PL-MSZ'),
  answer(instant('2026-11-04T12:00:00+01:00'), 'PL-ABW', { answer: 'MORE_INFO_NEEDED', question: 'Where did the applicant live before?' }),
];

export const kgp = noObjection('2026-11-05T12:00:00+01:00', 'PL-KGP');

/** How it stands at the instant, by default when AW, Austria and France stay silent. */
export const until = (at: string, steps: readonly Step[] = [...asked(), ...answers, kgp]): Stepped =>
  told(application(), [...steps, clock(instant(at))]);

export const letters = (stepped: Stepped, kind: string) => stepped.letters.filter((letter) => letter.kind === kind);

export const problems = (stepped: Stepped): readonly unknown[] => letters(stepped, 'PROBLEM').map(({ data }) => data['problem']);
