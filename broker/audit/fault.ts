/** What can be wrong with an audit log, each with its words for the person who must act on it. */
export type AuditFaultKind = 'changed' | 'removed' | 'swapped' | 'missing-tail' | 'vanished-chain' | 'bad-seal' | 'missing-seal';

export interface AuditFault {
  readonly kind: AuditFaultKind;
  readonly chain?: string;
  /** Number of the entry in its chain, or of the seal. */
  readonly n?: number;
  readonly words: string;
}
