/** Whether two contents say the same: as canonical JSON (RFC 8785), so that the order of members does not count. */
import canonicalizeModule from 'canonicalize';

const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

export const isSameContent = (a: unknown, b: unknown): boolean => canonicalize(a) === canonicalize(b);
