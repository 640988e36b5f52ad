/**
 * Token buckets on the monotonic clock, one a key. Holds at most `maxKeys` buckets: the one unused for longest is forgotten
 * first, so that a flood of addresses cannot fill the memory.
 */

export interface Rate {
  readonly perSecond: number;
  /** How many may come at once after a quiet time. */
  readonly burst: number;
}

export interface RateLimit {
  /** Takes one token and answers 0, or takes none and answers after how many milliseconds there will be one. */
  take(key: string, rate: Rate): number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** A rate of zero lets nothing through; its callers are told to come back after this time. */
const NEVER_MS = 3_600_000;

export function createRateLimit(monotonicMs: () => number, maxKeys: number): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take(key, rate) {
      const now = monotonicMs();
      const bucket = buckets.get(key) ?? addBucket(buckets, key, { tokens: rate.burst, at: now });
      refill(bucket, rate, now);
      if (buckets.size >= maxKeys) touch(buckets, key, bucket);
      if (bucket.tokens < 1) return waitFor(bucket, rate);
      bucket.tokens -= 1;
      return 0;
    },
  };

  function addBucket(all: Map<string, Bucket>, key: string, bucket: Bucket): Bucket {
    const oldest = all.size >= maxKeys ? all.keys().next() : undefined;
    if (oldest?.done === false) all.delete(oldest.value);
    all.set(key, bucket);
    return bucket;
  }
}

function refill(bucket: Bucket, rate: Rate, now: number): void {
  bucket.tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) * rate.perSecond) / 1000);
  bucket.at = now;
}

/** A Map remembers the order of insertion: whoever is put in again is the youngest. */
function touch(buckets: Map<string, Bucket>, key: string, bucket: Bucket): void {
  buckets.delete(key);
  buckets.set(key, bucket);
}

function waitFor(bucket: Bucket, rate: Rate): number {
  if (rate.perSecond <= 0) return NEVER_MS;
  return Math.max(1, Math.ceil(((1 - bucket.tokens) * 1000) / rate.perSecond));
}
