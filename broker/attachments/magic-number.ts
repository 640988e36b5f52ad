/** How files of known types begin: a file that is not what it is called is never passed on. */

const BEGINNINGS: Readonly<Record<string, readonly Buffer[]>> = {
  'application/pdf': [Buffer.from('%PDF-')],
  'image/png': [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  'image/jpeg': [Buffer.from([0xff, 0xd8, 0xff])],
  'image/tiff': [Buffer.from('II*\0', 'latin1'), Buffer.from('MM\0*', 'latin1')],
};

/** The most that isBegunAs needs. */
export const MAGIC_BYTES = 8;

/** True where the type has no known beginning. */
export function isBegunAs(mediaType: string, beginning: Buffer): boolean {
  const known = BEGINNINGS[mediaType];
  return known === undefined || known.some((bytes) => beginning.subarray(0, bytes.length).equals(bytes));
}
