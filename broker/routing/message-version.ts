/** The version in the name of a message type: `pl.gov.udsc.decision.issued.v2` is version 2 of `pl.gov.udsc.decision.issued`. Pure. */

export interface MessageVersion {
  readonly subject: string;
  /** From 1. */
  readonly version: number;
}

const VERSIONED = /^(.+)\.v([1-9]\d{0,3})$/;

/** Undefined for a type without a version. */
export function versionOf(type: string): MessageVersion | undefined {
  const [, subject, version] = VERSIONED.exec(type) ?? [];
  return subject === undefined ? undefined : { subject, version: Number(version) };
}

export const typeOf = ({ subject, version }: MessageVersion): string => `${subject}.v${version}`;
