/** The name field of a zone: `SURNAME<<GIVEN<NAMES`, cut to the width of the format where it must be. */

export interface MrzNames {
  /** Components parted by spaces. The only name stands here. */
  readonly surname: string;
  readonly forename?: string;
}

export interface ReadNames extends MrzNames {
  /** The field ends with a letter: it may go on. Doc 9303-4 4.2.3 lets nobody tell whether it does. */
  readonly isPossiblyCut: boolean;
}

export interface WrittenNames {
  readonly field: string;
  readonly isCut: boolean;
}

interface Components {
  readonly surnames: readonly string[];
  readonly forenames: readonly string[];
}

/** Without `<<` there is a surname only. Further `<<` are read as one filler; the reader has nothing better to make of them. */
export function readNameField(field: string): ReadNames {
  const [surname = '', ...others] = field.replace(/<+$/, '').split('<<');
  const forename = withSpaces(others.join('<'));
  return { surname: withSpaces(surname), ...(forename === '' ? {} : { forename }), isPossiblyCut: /[A-Z]$/.test(field) };
}

/**
 * Takes components parted by `<`. A name that fits is never cut. Else letters are taken from the last component, then from the one before
 * it, and so on, until the field is exactly full, each component keeping its initial; if not even the initials fit, the last components
 * go, but never the first forename. One of the ways that ICAO Doc 9303-4 4.2.3 leaves to the issuing State.
 */
export function writeNameField(names: MrzNames, width: number): WrittenNames {
  const whole: Components = { surnames: components(names.surname), forenames: components(names.forename ?? '') };
  const kept = withoutLast(whole, width);
  const isCut = lengthOf(whole) > width;
  return { field: joined(isCut ? shortened(kept, width) : whole).padEnd(width, '<'), isCut };
}

/** Leaves components out until at least the initials of the others fit. */
function withoutLast(names: Components, width: number): Components {
  const { surnames, forenames } = names;
  if (lengthOf({ surnames: initials(surnames), forenames: initials(forenames) }) <= width) return names;
  if (forenames.length > 1) return withoutLast({ surnames, forenames: forenames.slice(0, -1) }, width);
  return withoutLast({ surnames: surnames.slice(0, -1), forenames }, width);
}

function shortened(names: Components, width: number): Components {
  const all = [...names.surnames, ...names.forenames];
  const left: string[] = [];
  let excess = lengthOf(names) - width;
  for (const component of all.toReversed()) {
    const cut = Math.max(0, Math.min(excess, component.length - 1));
    excess -= cut;
    left.unshift(component.slice(0, component.length - cut));
  }
  return { surnames: left.slice(0, names.surnames.length), forenames: left.slice(names.surnames.length) };
}

function joined({ surnames, forenames }: Components): string {
  return forenames.length === 0 ? surnames.join('<') : `${surnames.join('<')}<<${forenames.join('<')}`;
}

const lengthOf = (names: Components): number => joined(names).length;
const initials = (names: readonly string[]): string[] => names.map((name) => name.slice(0, 1));
const components = (name: string): string[] => name.split('<').filter((component) => component !== '');
const withSpaces = (text: string): string => text.split('<').filter(Boolean).join(' ');
