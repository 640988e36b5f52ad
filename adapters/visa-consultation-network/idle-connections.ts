/** Connections to mail servers that wait for the next mail: each for a short time and for so many mails. One that ends is forgotten. */
import type SMTPConnection from 'nodemailer/lib/smtp-connection';

export interface IdleConnections {
  /** The one that was used last, no more ours. */
  take(state: string): SMTPConnection | undefined;
  /** Takes over a connection over which a mail went well, or closes it. */
  keep(state: string, connection: SMTPConnection): void;
  /** Closes all, also those that come later. */
  close(): void;
}

const MOST_MAILS = 100;

export function createIdleConnections(keptMs: number): IdleConnections {
  const idle = new Map<SMTPConnection, { readonly state: string; readonly forget: () => void }>();
  const mails = new WeakMap<SMTPConnection, number>();
  let isClosed = false;
  return {
    take: (state) => {
      const found = [...idle].findLast(([, kept]) => kept.state === state);
      found?.[1].forget();
      return found?.[0];
    },
    keep: (state, connection) => {
      const carried = (mails.get(connection) ?? 0) + 1;
      mails.set(connection, carried);
      if (isClosed || carried >= MOST_MAILS) return connection.close();
      const timer = setTimeout(() => connection.close(), keptMs);
      const forget = (): void => {
        clearTimeout(timer);
        connection.off('end', forget);
        idle.delete(connection);
      };
      connection.once('end', forget);
      idle.set(connection, { state, forget });
    },
    close: () => {
      isClosed = true;
      for (const connection of idle.keys()) connection.close();
    },
  };
}
