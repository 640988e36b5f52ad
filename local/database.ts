/** Creates, copies and drops databases on a server one may administer. */
import pg from 'pg';
import { HubError } from '../broker/contract/errors.ts';
import { waitFor } from './wait-for.ts';

/** SQLSTATE of "the template is being used": a closed session lingers for a moment. */
const OBJECT_IN_USE = '55006';
/** A server on another system may not know this locale; then its own must do. */
const LOCALE = "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'";

/** The same server and login, another database. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Creates an empty database in UTF-8, or a copy of a template that nobody is connected to. Answers its URL. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<string> {
  await withClient(adminUrl, async (client) => {
    if (template === undefined) await createEmpty(client, name);
    else await copyTemplate(client, name, template);
  });
  return databaseUrl(adminUrl, name);
}

/** Drops the database and cuts its sessions; no error if it does not exist. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`));
}

/** Drops every database whose name starts with the prefix. */
export async function dropDatabasesWith(adminUrl: string, prefix: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const found = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [prefix]);
    for (const { datname } of found.rows) await client.query(`DROP DATABASE IF EXISTS ${quoted(datname)} WITH (FORCE)`);
  });
}

/** True when the server takes a query now. */
export function databaseAnswers(url: string): Promise<boolean> {
  return withClient(url, (client) => client.query('SELECT 1')).then(
    () => true,
    () => false,
  );
}

/** The data folder of the server that answers there, undefined when none does. */
export function servedFolder(adminUrl: string): Promise<string | undefined> {
  return withClient(adminUrl, (client) => client.query<{ data_directory: string }>('SHOW data_directory')).then(
    (found) => found.rows[0]?.data_directory,
    () => undefined,
  );
}

/** True when the login may create databases. */
export async function mayCreateDatabases(url: string): Promise<boolean> {
  const text = 'SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user';
  const found = await withClient(url, (client) => client.query<{ may: boolean }>(text));
  return found.rows[0]?.may === true;
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createEmpty(client: pg.Client, name: string): Promise<void> {
  const text = `CREATE DATABASE ${quoted(name)} TEMPLATE template0 ENCODING 'UTF8'`;
  await client.query(`${text} ${LOCALE}`).catch((error: unknown) => {
    if (codeOf(error)?.startsWith('22') || codeOf(error)?.startsWith('42')) return client.query(text);
    throw error;
  });
}

async function copyTemplate(client: pg.Client, name: string, template: string): Promise<void> {
  const attempt = (): Promise<boolean> =>
    client.query(`CREATE DATABASE ${quoted(name)} TEMPLATE ${quoted(template)}`).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === OBJECT_IN_USE) return false;
        throw error;
      },
    );
  await waitFor(attempt, { timeoutMs: 10_000, what: `all sessions to leave the template ${template}`, everyMs: 100 });
}

const codeOf = (error: unknown): string | undefined => (error instanceof pg.DatabaseError ? error.code : undefined);

function quoted(name: string): string {
  if (Buffer.byteLength(name) <= 63) return pg.escapeIdentifier(name);
  throw new HubError('LOCAL_SERVER_FAILED', { detail: `The database name ${name} is longer than the 63 bytes PostgreSQL keeps.` });
}
