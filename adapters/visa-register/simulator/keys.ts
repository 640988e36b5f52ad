/** How the register compares names, numbers and dates. Written for the simulator alone. */

/** Capitals of any script without marks, spaces and signs. */
export const nameKey = (name: string): string =>
  name
    .toUpperCase()
    .normalize('NFKD')
    .replaceAll(/[^\p{L}]/gu, '');

export const numberKey = (number: string): string => number.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** Could both dates (EDTF, parts perhaps unknown) be one day? */
export function mayBeSameDay(one: string, other: string): boolean {
  const [left, right] = [partsOf(one), partsOf(other)];
  return left.every((part, at) => part === undefined || right[at] === undefined || part === right[at]);
}

const partsOf = (date: string): (string | undefined)[] => {
  const parts = date.replace(/[?~%]$/, '').split('-');
  return [0, 1, 2].map((at) => (parts[at] === 'XX' ? undefined : parts[at]));
};
