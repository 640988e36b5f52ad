/** Leads the data of a message from one version of its type to another, over all versions between. Pure; the steps are given. */
import type { MessageType } from '../contract/schemas.ts';
import type { VersionCast } from '../../schemas/version-cast.ts';
import { typeOf, versionOf } from './message-version.ts';

type AnyCast = VersionCast<unknown, unknown>;

/** Between two neighbouring versions, as found in a folder of schemas/. */
export interface VersionStep {
  readonly folder: string;
  readonly from: number;
  readonly to: number;
  readonly up: AnyCast;
  readonly down: AnyCast;
}

export interface CastPath {
  /** What the data become. */
  readonly type: string;
  readonly schemaId: string;
  /** Of several steps the losses are told together, each as a pointer into the form that had it. */
  readonly cast: AnyCast;
}

export interface VersionCasts {
  /** Undefined where the version or a step on the way does not exist. */
  path(type: string, version: number): CastPath | undefined;
}

export function createVersionCasts(types: readonly MessageType[], steps: readonly VersionStep[]): VersionCasts {
  const known = new Map(types.map((one) => [one.type, one]));
  const casts = new Map(
    steps.flatMap(({ folder, from, to, up, down }) => [
      [keyOf(folder, from, to), up],
      [keyOf(folder, to, from), down],
    ]),
  );
  return {
    path: (type, version) => {
      const [source, own] = [known.get(type), versionOf(type)];
      if (source === undefined || own === undefined) return undefined;
      const target = known.get(typeOf({ ...own, version }));
      const chain = stretches(own.version, version).map(([from, to]) => casts.get(keyOf(folderOf(source), from, to)));
      const isWhole = chain.every((cast) => cast !== undefined);
      return target === undefined || !isWhole ? undefined : { type: target.type, schemaId: target.schemaId, cast: chained(chain) };
    },
  };
}

const keyOf = (folder: string, from: number, to: number): string => `${folder} ${from} ${to}`;

const folderOf = ({ schemaId }: MessageType): string => new URL(schemaId).pathname.split('/')[1] ?? '';

/** `[3, 1]` is walked as `[3, 2]`, `[2, 1]`. */
function stretches(from: number, to: number): (readonly [number, number])[] {
  const step = Math.sign(to - from);
  return Array.from({ length: Math.abs(to - from) }, (_, index) => [from + step * index, from + step * (index + 1)] as const);
}

const chained =
  (casts: readonly AnyCast[]): AnyCast =>
  (data) =>
    casts.reduce(
      (before, cast) => {
        const after = cast(before.data);
        return { data: after.data, lost: [...before.lost, ...after.lost] };
      },
      { data, lost: [] as readonly string[] },
    );
