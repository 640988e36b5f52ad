/** Where each field of a machine readable zone stands, as data: the tables 4.2.2 and 4.2.4 of ICAO Doc 9303-4 to 9303-7. */

export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B';

/** Line and positions as the standard counts them: from one, both ends included. */
export interface Span {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export type MrzField =
  'documentCode' | 'issuer' | 'name' | 'documentNumber' | 'nationality' | 'birth' | 'sex' | 'expiry' | 'optional' | 'optional2';

export type CheckedField = 'documentNumber' | 'birth' | 'expiry' | 'optional' | 'composite';

export interface Check {
  readonly digit: Span;
  readonly over: readonly Span[];
  /** When the field is empty a filler will do. */
  readonly mayBeFiller?: boolean;
}

export interface Layout {
  readonly lines: number;
  readonly width: number;
  readonly fields: Readonly<Record<Exclude<MrzField, 'optional2'>, Span>> & { readonly optional2?: Span };
  /** In the order in which they are computed: the composite counts the others. */
  readonly checks: Readonly<Partial<Record<CheckedField, Check>>> & { readonly documentNumber: Check };
  /** A document number of more than nine characters goes on in the optional data. */
  readonly isNumberContinued: boolean;
}

const at = (line: number, from: number, to: number = from): Span => ({ line, from, to });

/** TD2, TD3 and visas have the same lower line up to the optional data. */
const LOWER_FIELDS = {
  documentCode: at(1, 1, 2),
  issuer: at(1, 3, 5),
  documentNumber: at(2, 1, 9),
  nationality: at(2, 11, 13),
  birth: at(2, 14, 19),
  sex: at(2, 21),
  expiry: at(2, 22, 27),
};

const LOWER_CHECKS = {
  documentNumber: { digit: at(2, 10), over: [at(2, 1, 9)] },
  birth: { digit: at(2, 20), over: [at(2, 14, 19)] },
  expiry: { digit: at(2, 28), over: [at(2, 22, 27)] },
};

const TD1: Layout = {
  lines: 3,
  width: 30,
  fields: {
    documentCode: at(1, 1, 2),
    issuer: at(1, 3, 5),
    documentNumber: at(1, 6, 14),
    optional: at(1, 16, 30),
    birth: at(2, 1, 6),
    sex: at(2, 8),
    expiry: at(2, 9, 14),
    nationality: at(2, 16, 18),
    optional2: at(2, 19, 29),
    name: at(3, 1, 30),
  },
  checks: {
    documentNumber: { digit: at(1, 15), over: [at(1, 6, 14)] },
    birth: { digit: at(2, 7), over: [at(2, 1, 6)] },
    expiry: { digit: at(2, 15), over: [at(2, 9, 14)] },
    composite: { digit: at(2, 30), over: [at(1, 6, 30), at(2, 1, 7), at(2, 9, 15), at(2, 19, 29)] },
  },
  isNumberContinued: true,
};

const TD2: Layout = {
  lines: 2,
  width: 36,
  fields: { ...LOWER_FIELDS, name: at(1, 6, 36), optional: at(2, 29, 35) },
  checks: { ...LOWER_CHECKS, composite: { digit: at(2, 36), over: [at(2, 1, 10), at(2, 14, 20), at(2, 22, 35)] } },
  isNumberContinued: true,
};

const TD3: Layout = {
  lines: 2,
  width: 44,
  fields: { ...LOWER_FIELDS, name: at(1, 6, 44), optional: at(2, 29, 42) },
  checks: {
    ...LOWER_CHECKS,
    optional: { digit: at(2, 43), over: [at(2, 29, 42)], mayBeFiller: true },
    composite: { digit: at(2, 44), over: [at(2, 1, 10), at(2, 14, 20), at(2, 22, 43)] },
  },
  isNumberContinued: false,
};

const visa = (width: number): Layout => ({
  lines: 2,
  width,
  fields: { ...LOWER_FIELDS, name: at(1, 6, width), optional: at(2, 29, width) },
  checks: LOWER_CHECKS,
  isNumberContinued: false,
});

export const LAYOUTS: Readonly<Record<MrzFormat, Layout>> = { TD1, TD2, TD3, 'MRV-A': visa(44), 'MRV-B': visa(36) };

/** The format by number and length of the lines, and by the V that only visas begin with; undefined where there is none. */
export function formatOf(lines: readonly string[]): MrzFormat | undefined {
  const isVisa = lines[0]?.startsWith('V') === true;
  const formats = Object.entries(LAYOUTS) as [MrzFormat, Layout][];
  return formats.find(([format, layout]) => format.startsWith('MRV') === isVisa && isOfSize(lines, layout))?.[0];
}

/** What stands in the span. */
export function readSpan(lines: readonly string[], { line, from, to }: Span): string {
  return (lines[line - 1] ?? '').slice(from - 1, to);
}

/** The lines with the text in the span, filled up with `<`; what is longer than the span is cut. */
export function writeSpan(lines: readonly string[], span: Span, text: string): string[] {
  const width = span.to - span.from + 1;
  const field = text.slice(0, width).padEnd(width, '<');
  return lines.map((line, index) => (index === span.line - 1 ? line.slice(0, span.from - 1) + field + line.slice(span.to) : line));
}

function isOfSize(lines: readonly string[], layout: Layout): boolean {
  return lines.length === layout.lines && lines.every((line) => line.length === layout.width);
}
