/** Of what may hold anything only what has the form of a line is recorded. */
const LINE = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

export const lineIn = (value: unknown): string | undefined => (typeof value === 'string' && LINE.test(value) ? value : undefined);
