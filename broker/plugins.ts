/** Finds what is installed by its folder: adapters/<name>/adapter, services/<...>/<name>.service, schemas/<name>/v<N>-v<N+1>. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Adapter } from './contract/adapter.ts';
import type { Explainer } from './contract/explain.ts';
import type { ServiceModule } from './contract/hub.ts';
import type { VersionStep } from './routing/version-casts.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
/** `.ts` under tsx, `.js` in the build. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

export async function findAdapters(): Promise<Adapter<Readonly<Record<string, unknown>>>[]> {
  const folders = await readdir(join(root, 'adapters'), { withFileTypes: true });
  const paths = folders.filter((entry) => entry.isDirectory()).map((entry) => join(root, 'adapters', entry.name, `adapter${EXTENSION}`));
  const modules = await Promise.all(
    paths
      .filter(existsSync)
      .sort()
      .map((path) => load<{ adapter: Adapter<Readonly<Record<string, unknown>>> }>(path)),
  );
  return modules.map((module) => module.adapter);
}

/** By the name of the adapter. */
export async function findExplainers(): Promise<ReadonlyMap<string, Explainer>> {
  const names = (await readdir(join(root, 'adapters'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const offering = names.filter((name) => existsSync(explainerOf(name)));
  const modules = await Promise.all(offering.map((name) => load<{ explainer: Explainer }>(explainerOf(name))));
  return new Map(modules.map(({ explainer }, index) => [offering[index] ?? '', explainer]));
}

const explainerOf = (name: string): string => join(root, 'adapters', name, `explain${EXTENSION}`);

export async function findServices(): Promise<ServiceModule[]> {
  const entries = await readdir(join(root, 'services'), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(`.service${EXTENSION}`));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Promise.all(paths.map((path) => load<ServiceModule>(path)));
}

/** What leads the data of a message from one version to the next and back. */
export async function findVersionSteps(): Promise<VersionStep[]> {
  const entries = await readdir(join(root, 'schemas'), { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(EXTENSION))
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().flatMap((path) => versionStep(path) ?? []));
}

const STEP = /^v(\d+)-v(\d+)\.[jt]s$/;

function versionStep(path: string): Promise<VersionStep> | undefined {
  const [, from, to] = STEP.exec(basename(path)) ?? [];
  if (from === undefined) return undefined;
  const place = { folder: basename(dirname(path)), from: Number(from), to: Number(to) };
  return load<Pick<VersionStep, 'up' | 'down'>>(path).then(({ up, down }) => ({ ...place, up, down }));
}

const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(path).href)) as T;
