/** Settings of the connection to SIS as settings.schema.json admits them, and with every default filled in. */
import type { BreakerSettings } from './breaker.ts';

export interface UsernameToken {
  readonly kind: 'username-token';
  readonly username: string;
  readonly password: string;
  readonly passwordType?: 'PasswordText' | 'PasswordDigest';
  readonly ca?: string;
}

export interface ClientCertificate {
  readonly kind: 'client-certificate';
  readonly pfx?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly passphrase?: string;
}

export interface Sis2Settings {
  readonly url: string;
  readonly security: UsernameToken | ClientCertificate;
  readonly maxConcurrent?: number;
  readonly maxWaiting?: number;
  readonly breaker?: Partial<BreakerSettings>;
  readonly maxAnswerBytes?: number;
  readonly keepAlive?: boolean;
}

export type FullSettings = Required<Omit<Sis2Settings, 'breaker'>> & { readonly breaker: BreakerSettings };

export function withDefaults(settings: Sis2Settings): FullSettings {
  return {
    maxConcurrent: 32,
    maxWaiting: 128,
    maxAnswerBytes: 2 * 1024 * 1024,
    keepAlive: true,
    ...settings,
    breaker: { openAfter: 5, probeEveryMs: 10_000, ...settings.breaker },
  };
}
