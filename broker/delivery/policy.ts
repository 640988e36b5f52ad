/** Retry and breaker settings of a destination: its own where it has any, else the node's. */
import type { Registry } from '../contract/registry.ts';
import type { RetrySettings } from '../../config/config.ts';

export const policyOf =
  (registry: Registry, defaults: RetrySettings) =>
  (destination: string): RetrySettings => {
    const own = registry.destination(destination)?.policy;
    return own === undefined || Object.keys(own).length === 0 ? defaults : { ...defaults, ...own };
  };
