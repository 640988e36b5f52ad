import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { buildMrz, type MrzDocument, type MrzTarget } from '../../identity/mrz/build.ts';
import { checkDigit } from '../../identity/mrz/check-digit.ts';
import type { MrzFormat } from '../../identity/mrz/formats.ts';
import { readNameField, writeNameField } from '../../identity/mrz/name-field.ts';
import { parseMrz, type MrzFault, type MrzFields } from '../../identity/mrz/parse.ts';
import { readState, writeState } from '../../identity/mrz/states.ts';

const TODAY = { today: '2026-11-25' };

/** The specimens of Doc 9303-4 to 9303-7, all of Anna Maria Eriksson of Utopia. */
const SPECIMENS: Readonly<Record<MrzFormat, readonly string[]>> = {
  TD3: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
  TD2: ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
  TD1: ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
  'MRV-A': ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'],
  'MRV-B': ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'],
};

function read(lines: string | readonly string[]): MrzFields {
  const { fields, faults } = parseMrz(lines, TODAY);
  assert.ok(fields !== undefined);
  assert.deepEqual(faults, []);
  return fields;
}

const faultsOf = (lines: readonly string[]): string[] =>
  parseMrz(lines, TODAY).faults.map(({ code, field }) => [code, field].filter(Boolean).join(' '));

/** The lines with one line changed. */
const changed = (format: MrzFormat, line: number, change: (text: string) => string): string[] =>
  SPECIMENS[format].map((text, index) => (index === line - 1 ? change(text) : text));

describe('check digits', () => {
  for (const [field, digit] of [
    ['L898902C3', '6'],
    ['740812', '2'],
    ['120415', '9'],
    ['520727', '3'],
    ['AB2134<<<', '5'],
    ['HA672242<658022549601086<<<<<<<<<<<<<<0', '8'],
    ['D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<', '2'],
    ['HA672242<658022549601086<<<<<<<', '8'],
    ['', '0'],
    ['é?', '0'],
  ] as const) {
    it(`${field || 'nothing'} has ${digit}`, () => assert.equal(checkDigit(field), digit));
  }
});

describe('reading the specimens of Doc 9303', () => {
  for (const [format, lines] of Object.entries(SPECIMENS)) {
    it(`${format} has no fault and all fields`, () => {
      const fields = read(lines);
      assert.deepEqual(
        [fields.format, fields.surname, fields.forename, fields.sex, fields.issuer.code, fields.isPossiblyCut],
        [format, 'ERIKSSON', 'ANNA MARIA', 'F', 'UTO', false],
      );
      assert.deepEqual(fields.birth, format.startsWith('MRV') ? { y: 1940, m: 9, d: 7 } : { y: 1974, m: 8, d: 12 });
      assert.deepEqual(fields.expiry, format.startsWith('MRV') ? { y: 1996, m: 12, d: 10 } : { y: 2012, m: 4, d: 15 });
    });
  }

  it('knows numbers, codes and optional data', () => {
    const [td3, td1, visa] = [read(SPECIMENS.TD3), read(SPECIMENS.TD1), read(SPECIMENS['MRV-A'])];
    assert.deepEqual([td3.documentCode, td3.documentNumber, td3.optional], ['P', 'L898902C3', 'ZE184226B']);
    assert.deepEqual([td1.documentCode, td1.documentNumber, td1.optional, td1.optional2], ['I', 'D23145890', '', '']);
    assert.deepEqual([visa.documentNumber, visa.optional, visa.nationality.bearer], ['L8988901C', '6ZE184226B', 'UNSPECIFIED']);
    assert.equal('optional2' in td3, false);
  });

  it('takes a text, lines in one, lower case and empty lines', () => {
    for (const lines of Object.values(SPECIMENS)) {
      const expected = read(lines);
      assert.deepEqual(read(lines.join('\n')), expected);
      assert.deepEqual(read(`\r\n ${lines.join(' \r\n').toLowerCase()}\n\n`), expected);
      assert.deepEqual(read(lines.join('')), expected);
    }
  });
});

describe('faults of a zone', () => {
  it('name the digit that is wrong, and where it stands', () => {
    const wrong = changed('TD3', 2, (text) => text.replace('L898902C36', 'L898902C37'));
    const expected: Partial<MrzFault> = { code: 'MRZ_CHECK_DIGIT', field: 'documentNumber', line: 2, position: 10 };
    const { faults } = parseMrz(wrong, TODAY);
    assert.deepEqual({ ...faults[0], detail: '' }, { ...expected, detail: '' });
    assert.equal(faults[0]?.detail, 'The check digit is 7, not 6.');
    assert.deepEqual(faultsOf(wrong), ['MRZ_CHECK_DIGIT documentNumber', 'MRZ_CHECK_DIGIT composite']);
  });

  it('tell each checked field by itself', () => {
    assert.deepEqual(faultsOf(changed('TD3', 2, (text) => text.replace('7408122', '7408123'))), [
      'MRZ_CHECK_DIGIT birth',
      'MRZ_CHECK_DIGIT composite',
    ]);
    assert.deepEqual(faultsOf(changed('TD3', 2, (text) => text.replace('1204159', '1204158'))), [
      'MRZ_CHECK_DIGIT expiry',
      'MRZ_CHECK_DIGIT composite',
    ]);
    assert.deepEqual(faultsOf(changed('TD3', 2, (text) => text.replace('ZE18', 'ZE19'))), [
      'MRZ_CHECK_DIGIT optional',
      'MRZ_CHECK_DIGIT composite',
    ]);
    assert.deepEqual(faultsOf(changed('TD1', 2, (text) => text.replace(/6$/, '5'))), ['MRZ_CHECK_DIGIT composite']);
    assert.deepEqual(faultsOf(changed('MRV-B', 2, (text) => text.replace('9612109', '9612108'))), ['MRZ_CHECK_DIGIT expiry']);
  });

  it('tell of dates, sex, names and characters that cannot be', () => {
    assert.ok(faultsOf(changed('TD3', 2, (text) => text.replace('740812', '741312'))).includes('MRZ_DATE birth'));
    assert.ok(faultsOf(changed('TD3', 2, (text) => text.replace('120415', 'I20415'))).includes('MRZ_DATE expiry'));
    assert.deepEqual(faultsOf(changed('TD2', 2, (text) => text.replace('F', 'Q'))), ['MRZ_SEX sex']);
    assert.deepEqual(faultsOf(changed('TD2', 1, (text) => text.replace('ANNA', 'ANN4'))), ['MRZ_NAME name']);
    assert.deepEqual(faultsOf(changed('TD2', 1, (text) => text.replace('UTOERIKSSON', 'UTO<<<<<<<<'))), ['MRZ_NAME name']);
    const { faults } = parseMrz(
      changed('TD1', 1, (text) => text.replace('UTO', 'U*O')),
      TODAY,
    );
    assert.deepEqual(
      faults.map(({ code, line, position }) => [code, line, position]),
      [['MRZ_CHARACTER', 1, 4]],
    );
  });

  it('are one when there is no format', () => {
    for (const zone of [
      '',
      'garbage',
      [],
      ['P<UTO'],
      [...SPECIMENS.TD2, ''].concat('x'),
      SPECIMENS.TD1.slice(0, 2),
      ['<'.repeat(44), '<'.repeat(36)],
    ]) {
      const reading = parseMrz(zone, TODAY);
      assert.deepEqual([reading.fields, reading.faults.map(({ code }) => code)], [undefined, ['MRZ_FORM']]);
    }
  });

  it('do not arise from an empty personal number whose digit is a filler or zero', () => {
    const base = { ...ERIKSSON, documentCode: 'P', documentNumber: 'L898902C3' };
    const [upper = '', lower = ''] = built(base, 'TD3').lines;
    assert.equal(lower.slice(42, 43), '0');
    const withFiller = `${lower.slice(0, 42)}<${lower.slice(43)}`;
    assert.deepEqual(faultsOf([upper, withFiller]), []);
    assert.deepEqual(faultsOf([upper, lower]), []);
    assert.ok(faultsOf(changed('TD3', 2, (text) => text.replace('<10', '<<0'))).includes('MRZ_CHECK_DIGIT optional'));
  });
});

const ERIKSSON: MrzDocument = {
  documentCode: 'I',
  issuer: 'UTO',
  nationality: 'UTO',
  surname: 'Eriksson',
  forename: 'Anna Maria',
  documentNumber: 'D23145890',
  sex: 'F',
  birth: { y: 1974, m: 8, d: 12 },
  expiry: { y: 2012, m: 4, d: 15 },
};

function built(document: MrzDocument, format: MrzFormat): { lines: readonly string[]; lost: readonly string[] } {
  const result = buildMrz(document, { format, ...TODAY });
  assert.ok(result.ok, result.ok ? '' : result.fault.detail);
  return result.value;
}

const refusal = (document: Partial<MrzDocument>, format: MrzTarget['format'] = 'TD1'): string => {
  const result = buildMrz({ ...ERIKSSON, ...document }, { format, ...TODAY });
  return result.ok ? 'none' : result.fault.code;
};

describe('building a zone', () => {
  const VISA = { ...ERIKSSON, documentCode: 'V', nationality: 'XXX', birth: { y: 1940, m: 9, d: 7 }, expiry: { y: 1996, m: 12, d: 10 } };
  const DOCUMENTS: Readonly<Record<MrzFormat, MrzDocument>> = {
    TD1: ERIKSSON,
    TD2: ERIKSSON,
    TD3: { ...ERIKSSON, documentCode: 'P', documentNumber: 'L898902C3', optional: 'ZE184226B' },
    'MRV-A': { ...VISA, documentNumber: 'L8988901C', optional: '6ZE184226B' },
    'MRV-B': { ...VISA, documentNumber: 'L8988901C' },
  };
  for (const [format, document] of Object.entries(DOCUMENTS)) {
    it(`gives the specimen of ${format}`, () => {
      assert.deepEqual(built(document, format as MrzFormat), { lines: SPECIMENS[format as MrzFormat], lost: [] });
    });
  }

  it('continues a long number of a card in the optional data', () => {
    const [upper = '', middle = ''] = built({ ...ERIKSSON, documentNumber: 'D23145890XYZ' }, 'TD1').lines;
    assert.equal(upper, 'I<UTOD23145890<XYZ5<<<<<<<<<<<');
    assert.equal(middle.slice(-1), '0');
    assert.equal(built({ ...ERIKSSON, documentNumber: '12345678910' }, 'TD2').lines[1], '123456789<UTO7408122F1204159104<<<<8');
    const fields = read(built({ ...ERIKSSON, documentNumber: 'D23145890XYZ', optional: 'A<B' }, 'TD1').lines);
    assert.deepEqual([fields.documentNumber, fields.optional], ['D23145890XYZ', 'A<B']);
  });

  it('reads a long number also where the State counted the filler', () => {
    const number = '123456789';
    const digit = checkDigit(`${number}<10`);
    const lower = `${number}<UTO7408122F120415910${digit}<<<<`;
    const composite = checkDigit(lower.slice(0, 10) + lower.slice(13, 20) + lower.slice(21, 35));
    assert.equal(read([SPECIMENS.TD2[0] ?? '', lower + composite]).documentNumber, '12345678910');
    assert.ok(faultsOf([SPECIMENS.TD2[0] ?? '', `${lower.replace(`10${digit}`, '109')}0`]).includes('MRZ_CHECK_DIGIT documentNumber'));
  });

  it('has no filler for a digit where nothing is continued', () => {
    assert.ok(faultsOf(changed('TD2', 2, (text) => text.replace('D231458907', 'D23145890<'))).includes('MRZ_CHECK_DIGIT documentNumber'));
    assert.ok(faultsOf(changed('TD3', 2, (text) => text.replace('L898902C36', 'L898902C3<'))).includes('MRZ_CHECK_DIGIT documentNumber'));
  });

  it('writes what is unknown as fillers, and reads it as absent', () => {
    const { birth: _birth, forename: _forename, ...bare } = ERIKSSON;
    const { lines, lost } = built({ ...bare, sex: 'U' }, 'TD2');
    assert.deepEqual(lines, ['I<UTOERIKSSON<<<<<<<<<<<<<<<<<<<<<<<', 'D231458907UTO<<<<<<0<1204159<<<<<<<6']);
    const fields = read(lines);
    assert.deepEqual([fields.birth, fields.forename, fields.sex, lost.length], [undefined, undefined, 'X', 0]);
    assert.deepEqual(read(built({ ...ERIKSSON, birth: { y: 1983 }, sex: 'X' }, 'TD1').lines).birth, { y: 1983 });
    assert.equal(built({ ...ERIKSSON, birth: { y: 1983, m: 5 } }, 'TD1').lines[1]?.slice(0, 7), '8305<<0');
  });

  it('says what it lost', () => {
    const { lost } = built(
      {
        ...ERIKSSON,
        surname: 'Wooloomooloo-Warrandyte-Warnambool',
        birth: { y: 1920, basis: 'DECLARED' },
        expiry: { y: 2040, circa: true },
      },
      'TD1',
    );
    assert.deepEqual(lost, ['name', 'birth.basis', 'birth.century', 'expiry.circa']);
  });

  it('transliterates names of other scripts by their language', () => {
    const { lines } = built({ ...ERIKSSON, surname: 'Григоренко', forename: "Юлія Мар'яна", language: 'UA' }, 'TD2');
    assert.equal(lines[0], 'I<UTOHRYHORENKO<<YULIIA<MARIANA<<<<<');
  });

  it('refuses what a zone cannot hold, by name', () => {
    assert.equal(refusal({ documentCode: 'V' }), 'MRZ_CODE');
    assert.equal(refusal({ documentCode: 'P' }, 'MRV-A'), 'MRZ_CODE');
    assert.equal(refusal({ documentCode: 'PPP' }, 'TD3'), 'MRZ_CODE');
    assert.equal(refusal({ nationality: 'Utopia' }), 'MRZ_CODE');
    assert.equal(refusal({ issuer: '' }), 'MRZ_CODE');
    assert.equal(refusal({ documentNumber: 'D 1' }), 'MRZ_CHARACTER');
    assert.equal(refusal({ optional: 'ż' }), 'MRZ_CHARACTER');
    assert.equal(refusal({ documentNumber: 'D231458901' }, 'TD3'), 'MRZ_LENGTH');
    assert.equal(refusal({ documentNumber: 'D23145890123456' }, 'TD2'), 'MRZ_LENGTH');
    assert.equal(refusal({ documentNumber: 'D2314589012345' }, 'TD2'), 'none');
    assert.equal(refusal({ optional2: 'A' }, 'TD2'), 'MRZ_LENGTH');
    assert.equal(refusal({ optional2: 'A'.repeat(12) }), 'MRZ_LENGTH');
    assert.equal(refusal({ optional: 'A'.repeat(16) }), 'MRZ_LENGTH');
    assert.equal(refusal({ surname: '李' }), 'MRZ_NAME');
    assert.equal(refusal({ surname: ' ' }), 'MRZ_NAME');
    assert.equal(refusal({ forename: 'Anna 2' }), 'MRZ_NAME');
  });
});

describe('names in a zone', () => {
  /** Doc 9303-4, -5 and -6, 4.2.3: names that fit, and of the ways to cut a name the one that we follow. */
  const EXAMPLES: readonly (readonly [string, string, string])[] = [
    ['ERIKSSON', 'ANNA<MARIA', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'],
    ['HENG', 'DEBORAH<MING<LO', 'HENG<<DEBORAH<MING<LO<<<<<<<<<<<<<<<<<<'],
    ['SMITH<JONES', 'SUSIE<MARGARET', 'SMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<'],
    ['AL<BASRI', 'HUDA<MUHAMMAD<JAWAD', 'AL<BASRI<<HUDA<MUHAMMAD<JAWAD<'],
    ['ARKFREITH', '', 'ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<'],
    ['SATRIYA<SUDARPA', '', 'SATRIYA<SUDARPA<<<<<<<<<<<<<<<'],
    ['PAPANDROPOULOUS', 'JONATHON<WARREN<TREVOR', 'PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR'],
    ['PAPANDROPOULOUS', 'JONATHON<ALEC', 'PAPANDROPOULOUS<<JONATHON<ALEC'],
    ['VILARCHAO<FERNANDEZ', 'JOSE<RAMON', 'VILARCHAO<FERNANDEZ<<JOSE<RAMO'],
    ['NILAVADHANANANDA', 'CHAYAPA<DEJTHAMRONG<KRASUANG', 'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K'],
    ['NILAVADHANANANDA', 'CHAYAPA<DEJTHAMRONG<KRASUANG', 'NILAVADHANANANDA<<CHAYAPA<DEJ<K'],
    ['NILAVADHANANANDA', 'CHAYAPA<DEJTHAMRONG<KRASUANG', 'NILAVADHANANANDA<<CHAYAPA<DE<K'],
    ['NILAVADHANANANDA', 'ARNPOL<PETCH<CHARONGUANG', 'NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU'],
    ['BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOOL', 'DINGO<POTOROO', 'BENNELONG<WOOLOOMOOLOO<W<W<<D<P'],
  ];
  for (const [surname, forename, field] of EXAMPLES) {
    it(`${surname}, ${forename} are ${field}`, () => assert.equal(writeNameField({ surname, forename }, field.length).field, field));
  }

  it('say whether they were cut', () => {
    assert.equal(writeNameField({ surname: 'ABCDE', forename: 'FGH' }, 10).isCut, false);
    assert.deepEqual(writeNameField({ surname: 'ABCDE', forename: 'FGHI' }, 10), { field: 'ABCDE<<FGH', isCut: true });
    assert.deepEqual(writeNameField({ surname: 'ABCDEFGHIJKL' }, 10), { field: 'ABCDEFGHIJ', isCut: true });
  });

  it('lose their last components when not even the initials fit, but never the first forename', () => {
    assert.equal(writeNameField({ surname: 'AB<CD<EF', forename: 'GH<IJ<KL' }, 10).field, 'A<C<E<<G<I');
    assert.equal(writeNameField({ surname: 'AB<CD<EF<GH', forename: 'IJ<KL' }, 8).field, 'A<C<E<<I');
  });

  it('are read with spaces, the only name as a surname', () => {
    assert.deepEqual(readNameField('VAN<DER<MUELLEN<<MARTIN<<<<<<<'), {
      surname: 'VAN DER MUELLEN',
      forename: 'MARTIN',
      isPossiblyCut: false,
    });
    assert.deepEqual(readNameField('ARKFREITH<<<'), { surname: 'ARKFREITH', isPossiblyCut: false });
    assert.deepEqual(readNameField('A<<B<<C'), { surname: 'A', forename: 'B C', isPossiblyCut: true });
    assert.deepEqual(readNameField('<<<'), { surname: '', isPossiblyCut: false });
  });
});

describe('codes of States in a zone', () => {
  it('of people without a nationality tell a status', () => {
    for (const [raw, bearer] of [
      ['XXA', 'STATELESS'],
      ['XXB', 'REFUGEE'],
      ['XXC', 'OTHER_REFUGEE'],
      ['XXX', 'UNSPECIFIED'],
    ] as const)
      assert.deepEqual(readState(raw), { raw, code: null, bearer });
  });

  it('of Kosovo are read as one and kept as they stood', () => {
    for (const raw of ['RKS', 'XXK', 'UNK', 'XKX']) assert.deepEqual(readState(raw), { raw, code: 'RKS' });
  });

  it('of Germany are one letter, of all others what they are', () => {
    assert.deepEqual(readState('D<<'), { raw: 'D', code: 'DEU' });
    assert.equal(writeState('DEU'), 'D');
    assert.equal(writeState('POL'), 'POL');
    assert.deepEqual(readState('SUN'), { raw: 'SUN', code: 'SUN' });
    assert.deepEqual(readState('<<<'), { raw: '', code: null });
    assert.deepEqual(read(built({ ...ERIKSSON, issuer: 'DEU', nationality: 'XXB' }, 'TD2').lines).issuer, { raw: 'D', code: 'DEU' });
  });
});
