/** The rules of access as pure functions: what a source belongs to, and what a grant covers at an instant. */
import type { GrantedOperation } from '../contract/registry.ts';

export interface Grant {
  readonly operation: GrantedOperation;
  /** `*`, `prefix.*` or one message type. */
  readonly messageType: string;
  /** null covers every purpose. */
  readonly purpose: string | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

export interface Access {
  readonly messageType: string;
  readonly purpose?: string;
  /** True where only a grant that names the purpose counts. */
  readonly mustBeNamed?: boolean;
}

/** From validFrom on, and before validTo; `now` in ms since the epoch. */
export function isValidAt(term: { readonly validFrom: Date; readonly validTo: Date | null }, now: number): boolean {
  return term.validFrom.getTime() <= now && (term.validTo === null || now < term.validTo.getTime());
}

/** Whether the source is one of those owned or lies below one. Dot segments could point out of it, so they are never below. */
export function ownsSource(owned: readonly string[], source: string): boolean {
  return owned.some((own) => source === own || (source.startsWith(`${own}/`) && !hasDotSegment(source.slice(own.length))));
}

const hasDotSegment = (path: string): boolean => path.split(/[/\\?#]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment));

export function matchesType(pattern: string, messageType: string): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? messageType.startsWith(pattern.slice(0, -1)) : messageType === pattern;
}

/** A grant that names a purpose covers only an access that names the same. */
export function isCovered(grants: readonly Grant[], about: Access, now: number): boolean {
  return grants.some((grant) => isValidAt(grant, now) && matchesType(grant.messageType, about.messageType) && coversPurpose(grant, about));
}

const coversPurpose = (grant: Grant, about: Access): boolean =>
  grant.purpose === null ? about.mustBeNamed !== true : grant.purpose === about.purpose;
