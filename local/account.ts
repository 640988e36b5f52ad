/**
 * Under which account of the machine a local server runs. PostgreSQL refuses root and a message broker should not have it,
 * so root gives its servers to an unprivileged account; everybody else runs them as themselves.
 */
import { readFileSync, statSync } from 'node:fs';
import { HubError } from '../broker/contract/errors.ts';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The first account of the list that the machine knows; undefined when we are not root and servers run as ourselves. */
export function serverAccount(names: readonly string[]): Account | undefined {
  if (!isRoot()) return undefined;
  const known = accounts();
  const name = names.find((candidate) => known.has(candidate));
  const account = name === undefined ? undefined : known.get(name);
  if (account) return account;
  throw new HubError('LOCAL_SERVER_FAILED', {
    detail: `Root needs one of the accounts ${names.join(', ')} to run a local server; none is in /etc/passwd.`,
  });
}

/** The unprivileged owner of a folder that an earlier run filled, so that its data stays readable; undefined when there is none. */
export function ownerOf(folder: string): Account | undefined {
  if (!isRoot()) return undefined;
  const found = statSync(folder, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

const isRoot = (): boolean => process.getuid?.() === 0;

function accounts(): Map<string, Account> {
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  return new Map(rows.map(([name, , uid, gid]) => [name ?? '', { uid: Number(uid), gid: Number(gid) }]));
}
