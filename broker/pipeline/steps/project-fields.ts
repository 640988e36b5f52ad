/**
 * Step: a recipient gets no more of the data than its settings list under `fields`, by message type without version, as JSON pointers; `*`
 * stands for every item of a list. A field that a later version adds is not shown before it is listed. Pure: equal bytes give equal bytes.
 */
import { outermostValues, withValues } from '../../contract/json-bytes.ts';
import { versionOf } from '../../routing/message-version.ts';

interface Projection {
  readonly body: Buffer;
  /** JSON pointers to what was there and is not shown, as high up as they go; absent where no fields are listed. */
  readonly withheld?: readonly string[];
}

type Settings = Readonly<Record<string, unknown>>;

export function projectFields({ type, body }: { readonly type: string; readonly body: Buffer }, settings: Settings): Projection {
  const { fields = {} } = settings as { readonly fields?: Readonly<Record<string, readonly string[]>> };
  const listed = fields[versionOf(type)?.subject ?? type];
  const span = listed === undefined ? undefined : outermostValues(body).get('data');
  if (listed === undefined || span === undefined) return { body };
  const withheld: string[] = [];
  const kept = keep(JSON.parse(body.toString('utf8', span.from, span.to)), { paths: listed.map(toPath), at: '', withheld });
  return { body: withValues(body, new Map([['data', JSON.stringify(kept)]])), withheld };
}

const toPath = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

interface Walk {
  readonly paths: readonly (readonly string[])[];
  /** Pointer to the value. */
  readonly at: string;
  readonly withheld: string[];
}

/** What the paths reach of the value. A path that ends here keeps all of it. */
function keep(value: unknown, walk: Walk): unknown {
  if (walk.paths.some(({ length }) => length === 0)) return value;
  if (Array.isArray(value)) return value.map((item, index) => keep(item, below(walk, '*', `${walk.at}/${index}`)));
  if (typeof value !== 'object' || value === null) return withhold(walk, value);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const inside = below(walk, name, `${walk.at}/${escaped(name)}`);
      if (inside.paths.length > 0) return [[name, keep(inner, inside)]];
      walk.withheld.push(inside.at);
      return [];
    }),
  );
}

const below = ({ paths, withheld }: Walk, step: string, at: string): Walk => ({
  paths: paths.filter(([first]) => first === step).map(([, ...rest]) => rest),
  at,
  withheld,
});

/** A path goes on below a value that holds nothing: nothing of it was listed. */
function withhold({ at, withheld }: Walk, value: unknown): unknown {
  if (value !== null) withheld.push(at);
  return null;
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
