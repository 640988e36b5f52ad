/**
 * The settings of one node: default.json, then the file named by HUB_CONFIG, then the environment. The only reader of the
 * environment. What is wrong is reported all at once, so that a start does not fail five times.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

export interface HubConfig {
  readonly http: { readonly host: string; readonly port: number; readonly maxBodyBytes: number; readonly maxDepth: number };
  readonly transport: 'rabbitmq' | 'memory';
  readonly queuePrefix: string;
  readonly nodeRoles: readonly ('gateway' | 'core' | 'adapters')[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly databaseUrl: string;
  readonly amqpUrl?: string;
  /** The first key encrypts; all of them decrypt. 32 bytes in base64. */
  readonly masterKeys: readonly { readonly id: string; readonly key: string }[];
  /** Ed25519 private key, PKCS#8 DER in base64. */
  readonly sealKey: string;
  readonly accept: { readonly maxWaiting: number; readonly maxBatch: number };
  readonly pools: { readonly accept: number; readonly work: number; readonly reads: number };
  readonly delivery: {
    readonly dispatchLeaseMs: number;
    readonly claimLeaseMs: number;
    readonly sendTimeoutMs: number;
    readonly connectTimeoutMs: number;
    readonly window: number;
    readonly ticketSize: number;
    readonly slots: number;
    readonly schedulerEveryMs: number;
    readonly lingerMs: number;
  };
  readonly policy: RetrySettings;
  readonly mailbox: { readonly leaseMs: number; readonly maxMessages: number; readonly maxWaitSeconds: number; readonly keepDays: number };
  readonly retention: {
    /** Between two turns of housekeeping. */
    readonly everyMs: number;
    /** Content of messages whose type names no term. */
    readonly bodyDays: number;
    /** Attempts and dead letters; never longer than the content of their type. */
    readonly attemptDays: number;
    readonly dedupeDays: number;
    /** Who sent what to whom and when, without content. */
    readonly historyDays: number;
    /** How long before dead letters are discarded operators are told. */
    readonly warnDays: number;
  };
  /** Questions that wait for a reply. */
  readonly replies: {
    /** Between two looks at whose time has come. */
    readonly lookEveryMs: number;
    /** Who was asked is reminded this share of the time before it ends, but `remindLeastMs` before at the least. */
    readonly remindShare: number;
    readonly remindLeastMs: number;
    /** How far ahead a reply may be due. */
    readonly mostDays: number;
  };
  readonly attachments: {
    readonly maxBytes: number;
    /** What may be uploaded. */
    readonly mediaTypes: readonly string[];
    /** How long an upload waits for a message that refers to it. */
    readonly keepUnusedMs: number;
    /** Uploads that a node takes at the same time. */
    readonly uploadsAtOnce: number;
    readonly scanner: ScannerSettings;
  };
  /** Over rabbitmq nodes call each other for look-ups; with memory each is alone and these do nothing. */
  readonly mesh: { readonly echoEveryMs: number; readonly missesUntilDeaf: number };
  readonly audit: { readonly sealEveryMs: number; readonly sealFile?: string };
  readonly sis: {
    readonly defaultDeadlineMs: number;
    readonly auditReserveMs: number;
    /** How long a match can be judged: the content of alerts is kept so long, encrypted. */
    readonly matchRetentionMs: number;
    /** What officers said of matches: after a rejection, or after the SIRENE bureau closed the report of a hit. */
    readonly judgementKeepDays: number;
    /** Who searched, why, and which alerts were seen, without what they said; reports of hits once they are closed. */
    readonly recordKeepDays: number;
    /** Between two looks at the terms of hit reports. */
    readonly termsEveryMs: number;
    /** Code of the party that is the national SIRENE bureau. */
    readonly sirene: string;
  };
  readonly visas: {
    /** For one call of the visa register. */
    readonly deadlineMs: number;
    /** Code of the party that is the visa register, for queued registrations. */
    readonly register: string;
  };
  readonly consultations: {
    /** Code of the party as which the hub consults: authorities answer to it. */
    readonly system: string;
    /** Code of the party whose officers release verdicts and extend terms. */
    readonly office: string;
    /** Between two looks at the clock, at letters owed and at requests on their way. */
    readonly everyMs: number;
    /** For one answer of a source that is asked before anybody is consulted. */
    readonly sourceDeadlineMs: number;
    /** Until a source that did not answer is asked again, and a letter that could not be sent is tried again. */
    readonly askAgainMs: number;
    /** How long a consultation is kept after its end. */
    readonly keepDays: number;
  };
  readonly rateLimit: { readonly perSecond: number; readonly failedLoginsPerMinute: number };
  readonly adapters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Who looks at an upload before it is taken; see docs/operations.md, "Attachments". */
export type ScannerSettings =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly command: string; readonly arguments: readonly string[]; readonly timeoutMs: number }
  | { readonly kind: 'http'; readonly url: string; readonly timeoutMs: number };

export interface RetrySettings {
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly jitter: number;
  readonly maxDelayMs: number;
  readonly maxAgeMs: number;
  readonly breakerOpenAfter: number;
  readonly breakerProbeEveryMs: number;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The settings are not right:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

type Json = Record<string, unknown>;

export function loadConfig(env: NodeJS.ProcessEnv = process.env): HubConfig {
  const faults: string[] = [];
  const merged = mergeDeep(
    mergeDeep(readJson(new URL('./default.json', import.meta.url)), configFile(env, faults)),
    fromEnvironment(env, faults),
  );
  faults.push(...schemaFaults(merged), ...leaseFaults(merged));
  if (faults.length > 0) throw new ConfigError(faults);
  return merged as unknown as HubConfig;
}

const readJson = (path: URL | string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;

function configFile(env: NodeJS.ProcessEnv, faults: string[]): Json {
  if (env.HUB_CONFIG === undefined) return {};
  try {
    return readJson(env.HUB_CONFIG);
  } catch (error) {
    faults.push(`HUB_CONFIG: the file cannot be read as JSON (${error instanceof Error ? error.message : 'unknown'})`);
    return {};
  }
}

function fromEnvironment(env: NodeJS.ProcessEnv, faults: string[]): Json {
  const http: Json = { ...(env.HUB_PORT === undefined ? {} : { port: integer(env.HUB_PORT) }), ...optional('host', env.HUB_HOST) };
  return {
    http,
    ...optional('databaseUrl', env.DATABASE_URL),
    ...optional('amqpUrl', env.AMQP_URL),
    ...optional('transport', env.HUB_TRANSPORT),
    ...optional('queuePrefix', env.HUB_QUEUE_PREFIX),
    ...optional('logLevel', env.LOG_LEVEL),
    ...optional('sealKey', env.HUB_SEAL_KEY),
    ...(env.NODE_ROLES === undefined ? {} : { nodeRoles: env.NODE_ROLES.split(',').map((role) => role.trim()) }),
    ...(env.HUB_MASTER_KEY === undefined ? {} : { masterKeys: masterKeys(env.HUB_MASTER_KEY, faults) }),
  };
}

const optional = (name: string, value: string | undefined): Json => (value === undefined || value === '' ? {} : { [name]: value });

const integer = (text: string): unknown => (/^\d+$/.test(text) ? Number(text) : text);

/** `id:base64`, several separated by commas; the first encrypts. */
function masterKeys(text: string, faults: string[]): Json[] {
  return text.split(',').map((part) => {
    const [id, key, ...rest] = part.trim().split(':');
    if (!id || !key || rest.length > 0) faults.push('HUB_MASTER_KEY: expected <key id>:<32 bytes in base64>, several separated by commas');
    return { id: id ?? '', key: key ?? '' };
  });
}

const ENVIRONMENT_NAME: Readonly<Record<string, string>> = {
  databaseUrl: 'DATABASE_URL',
  amqpUrl: 'AMQP_URL (needed for the transport rabbitmq)',
  masterKeys: 'HUB_MASTER_KEY',
  sealKey: 'HUB_SEAL_KEY',
  nodeRoles: 'NODE_ROLES',
  transport: 'HUB_TRANSPORT',
  queuePrefix: 'HUB_QUEUE_PREFIX',
};

function schemaFaults(config: Json): string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const validate = ajv.compile(readJson(new URL('./config.schema.json', import.meta.url)));
  if (validate(config)) return [];
  const faults = (validate.errors ?? [])
    .filter((error) => error.keyword !== 'if')
    .map((error) => {
      const missing = (error.params as { missingProperty?: string }).missingProperty;
      const place = missing ?? error.instancePath.slice(1).replaceAll('/', '.');
      const name = ENVIRONMENT_NAME[place.split('.')[0] ?? ''] ?? place;
      return missing === undefined ? `${name}: ${error.message ?? 'is not right'}` : `${name}: is missing`;
    });
  return [...new Set(faults)];
}

/** A claim must outlive a send by ten seconds at full size, or a slow send is taken for a dead node. */
function leaseFaults(config: Json): string[] {
  const delivery = config.delivery as { sendTimeoutMs?: unknown; claimLeaseMs?: unknown } | undefined;
  const send = Number(delivery?.sendTimeoutMs);
  const lease = Number(delivery?.claimLeaseMs);
  return lease > send + Math.min(10_000, send) ? [] : ['delivery.claimLeaseMs: must exceed delivery.sendTimeoutMs by 10 s'];
}

function mergeDeep(base: Json, over: Json): Json {
  const merged: Json = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isPlain(before) && isPlain(value) ? mergeDeep(before, value) : value;
  }
  return merged;
}

const isPlain = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
