/** The shape of an exported part of the audit log: what is signed, and the signature. */

/** One entry with everything its hash is made of. Byte values are hex. */
export interface ExportedEntry {
  readonly chain: string;
  readonly n: number;
  readonly at: string;
  readonly event: string;
  readonly party: string | null;
  readonly officer: string | null;
  readonly purpose: string | null;
  readonly personRef: string | null;
  readonly messageId: string | null;
  /** Null once the content was deleted under a rule. */
  readonly payload: string | null;
  readonly salt: string | null;
  readonly digest: string;
  /** Hash of the entry before it; null when that entry is no longer kept. */
  readonly previous: string | null;
  readonly hash: string;
  readonly deletedUnder: string | null;
}

export interface ExportContent {
  readonly exportedAt: string;
  readonly by: { readonly party: string; readonly officer: string };
  readonly reason: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly entries: readonly ExportedEntry[];
}

export interface SignedExport {
  readonly format: 'pobyt-hub-audit-export/1';
  readonly content: ExportContent;
  readonly keyId: string;
  /** Ed25519 over the canonical JSON (RFC 8785) of format and content, hex. */
  readonly signature: string;
}
