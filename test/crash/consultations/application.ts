/** A synthetic application for a short stay, of a citizen of Vietnam, of whom all seven are asked. */
import { readFileSync } from 'node:fs';

const EXAMPLE = new URL('../../../schemas/consultation-request/examples/valid/schengen.json', import.meta.url);

export function applicationOf(n: number): object {
  const { application } = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as { application: object };
  const number = String(n).padStart(6, '0');
  return {
    ...application,
    applicationNumber: `POL202611${number}`,
    applicant: {
      details: {
        name: { surname: { transliterated: `REHEARSAL${letters(n)}` } },
        birth: { date: { value: '1990-04-12', precision: 'DAY', basis: 'DOCUMENT' } },
        citizenships: ['VNM'],
      },
      residence: { country: 'VNM', place: 'Hanoi' },
    },
    travelDocument: { kind: 'PASSPORT_ORDINARY', number: `TT${number}`, country: 'VNM' },
    status: 'LODGED',
  };
}

const letters = (n: number): string => [...String(n)].map((digit) => String.fromCharCode(65 + Number(digit))).join('');
