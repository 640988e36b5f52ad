/** Machine readable zones as a reader or a client sends them. A zone without faults is valid; what was read of it can be written again. */
import assert from 'node:assert/strict';
import { createGenerator, type SyntheticPerson } from '../../../generator/people.ts';
import { parseEdtf } from '../../../identity/dates/edtf.ts';
import { buildMrz } from '../../../identity/mrz/build.ts';
import { LAYOUTS, type MrzFormat } from '../../../identity/mrz/formats.ts';
import { parseMrz } from '../../../identity/mrz/parse.ts';
import { LINES_GRAMMAR } from '../mutators/lines.ts';
import type { Subject } from '../subject.ts';

const TODAY = { today: '2026-11-25' };
const MAX_BYTES = 1024 * 1024;
const CODES: Readonly<Record<MrzFormat, string>> = { TD1: 'ID', TD2: 'I', TD3: 'PP', 'MRV-A': 'V', 'MRV-B': 'V' };
/** ICAO Doc 9303-4. */
const SPECIMEN = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
const NO_ZONES = [
  '<'.repeat(88),
  `${'<'.repeat(44)}\r\n${'<'.repeat(44)}`,
  `V${'<'.repeat(500_000)}`,
  'A\n'.repeat(300_000),
  'É'.repeat(44).concat('\n', '١'.repeat(44)),
  '\u0000'.repeat(90),
  '',
];

export async function openMrz(): Promise<Subject> {
  const people = createGenerator(11).people(20);
  const formats = Object.keys(LAYOUTS) as MrzFormat[];
  const zones = people.map((person, at) => zoneOf(person, formats[at % formats.length] ?? 'TD3'));
  return {
    seeds: [SPECIMEN, ...zones].map((zone) => Buffer.from(zone)),
    hostile: NO_ZONES.map((zone) => Buffer.from(zone)),
    grammar: LINES_GRAMMAR,
    maxBytes: MAX_BYTES,
    read: (document) => {
      const { fields, faults } = parseMrz(document.toString('utf8'), TODAY);
      for (const { code, detail } of faults) assert.ok(code.startsWith('MRZ_') && detail !== '');
      assert.equal(
        fields === undefined,
        faults.some(({ code }) => code === 'MRZ_FORM'),
      );
      return faults.length === 0;
    },
  };
}

function zoneOf(person: SyntheticPerson, format: MrzFormat): string {
  const birth = parseEdtf(person.dateOfBirth);
  const { surname, forename } = person.latin;
  const built = buildMrz(
    {
      ...{ documentCode: CODES[format], issuer: 'DEU', nationality: person.citizenships[0] ?? 'XXX', surname, documentNumber: 'C01X00T47' },
      ...{ sex: person.sex, expiry: { y: 2030, m: 6, d: 30 }, ...(forename === undefined ? {} : { forename }) },
      ...(birth.ok ? { birth: birth.value } : {}),
    },
    { format, ...TODAY },
  );
  return built.ok ? built.value.lines.join('\n') : '';
}
