/**
 * Keeps the licences of what we ship compatible with the EUPL-1.2: every production dependency in package-lock.json must
 * have a licence of the list below. An unknown or missing licence fails, so that a person looks at it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import satisfies from 'spdx-satisfies';
import type { CheckResult } from './check-result.ts';

/** Permissive licences, and those the EUPL-1.2 or the Commission's matrix lets us link to unchanged. */
const COMPATIBLE_LICENCES = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'CC0-1.0',
  'MPL-2.0',
  'LGPL-2.1',
  'LGPL-3.0',
  'EUPL-1.2',
] as const;

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression; undefined when the package names none. */
  readonly licence: string | undefined;
}

interface LockEntry {
  readonly version?: string;
  readonly license?: unknown;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** One sentence for each package whose licence is missing, unreadable or not compatible. */
export function findIncompatible(packages: readonly InstalledPackage[]): string[] {
  return packages.flatMap(({ name, version, licence }) => {
    if (licence === undefined) return [`${name}@${version} names no licence`];
    return isCompatible(licence) ? [] : [`${name}@${version} is under ${licence}, which is not on the list of compatible licences`];
  });
}

function isCompatible(expression: string): boolean {
  try {
    return satisfies(expression, COMPATIBLE_LICENCES);
  } catch {
    return false;
  }
}

/** What an installation without development dependencies holds, on any platform; the installed package.json is asked first. */
export function readProductionPackages(root: string): InstalledPackage[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockEntry> };
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.dev !== true && entry.link !== true)
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '?',
      licence: licenceText(readManifest(join(root, path))?.license ?? entry.license),
    }));
}

/** Packages of another platform are in the lock file but not on the disk. */
function readManifest(folder: string): { license?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { license?: unknown };
  } catch {
    return undefined;
  }
}

function licenceText(licence: unknown): string | undefined {
  if (typeof licence === 'string' && licence !== '') return licence;
  const old = licence as { type?: unknown } | undefined;
  return typeof old?.type === 'string' ? old.type : undefined;
}

export function checkLicences(root: string): CheckResult {
  const packages = readProductionPackages(root);
  return { faults: findIncompatible(packages), summary: `${packages.length} production packages have a compatible licence` };
}
