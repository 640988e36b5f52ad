/** Settings of the connection as settings.schema.json admits them, and with every default filled in. */
export interface ClientCertificate {
  readonly pfx?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly ca?: string;
}

export interface GuardSettings {
  readonly maxConcurrent: number;
  readonly maxWaiting: number;
  readonly breaker: { readonly openAfter: number; readonly probeEveryMs: number };
}

export interface FeedSettings {
  readonly party: string;
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly limit: number;
  readonly gapPatienceMs: number;
}

export interface VisaRegisterSettings {
  readonly url: string;
  readonly clientCertificate?: ClientCertificate;
  readonly connectTimeoutMs?: number;
  readonly maxConcurrent?: number;
  readonly maxWaiting?: number;
  readonly breaker?: Partial<GuardSettings['breaker']>;
  readonly maxAnswerBytes?: number;
  readonly feed?: Partial<FeedSettings> & Pick<FeedSettings, 'party'>;
}

export interface FullSettings extends GuardSettings {
  readonly url: string;
  readonly clientCertificate: ClientCertificate;
  readonly connectTimeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly feed: FeedSettings | undefined;
}

export function withDefaults({ feed, breaker, ...settings }: VisaRegisterSettings): FullSettings {
  return {
    clientCertificate: {},
    connectTimeoutMs: 3000,
    maxConcurrent: 16,
    maxWaiting: 64,
    maxAnswerBytes: 8 * 1024 * 1024,
    ...settings,
    breaker: { openAfter: 5, probeEveryMs: 10_000, ...breaker },
    feed: feed === undefined ? undefined : { everyMs: 5000, timeoutMs: 15_000, limit: 200, gapPatienceMs: 600_000, ...feed },
  };
}
