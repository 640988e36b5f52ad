/**
 * Everything by which operators change who may exchange messages: parties, keys, grants, officers, destinations. Each
 * action is one transaction with its audit entry, and every node sees it within two seconds.
 */
import type { Actor, AdministrationOptions } from './change.ts';
import { holdDestination, recordLogin, resumeDestination, setDestination, type DestinationChange } from './destinations.ts';
import { endGrant, grant, type NewGrant } from './grants.ts';
import { createInputCheck } from './inputs.ts';
import { issueKey, revokeKey, rotateKey, type IssuedKey, type KeyTerms, type Rotation } from './keys.ts';
import { addOfficer, endOfficer, importOfficers, type Imported, type NewOfficer, type OfficerRow } from './officers.ts';
import { createParty, endParty, type NewParty } from './parties.ts';
import { subscribe, unsubscribe, type NewSubscription } from './subscriptions.ts';

/** All throw INVALID_SETTING for a wrong input, NOT_FOUND for what does not exist, DATABASE_UNAVAILABLE or OUTCOME_UNKNOWN. */
export interface Administration {
  createParty(party: NewParty): Promise<void>;
  endParty(code: string): Promise<void>;
  issueKey(party: string, terms?: KeyTerms): Promise<IssuedKey>;
  rotateKey(party: string, rotation: Rotation): Promise<IssuedKey>;
  revokeKey(idOrPrefix: string): Promise<void>;
  grant(wanted: NewGrant): Promise<{ id: string }>;
  endGrant(id: string): Promise<void>;
  addOfficer(officer: NewOfficer): Promise<void>;
  endOfficer(party: string, id: string): Promise<void>;
  importOfficers(party: string, rows: readonly OfficerRow[]): Promise<Imported>;
  /** Replaces one of the same name. */
  subscribe(wanted: NewSubscription, by: Actor): Promise<void>;
  unsubscribe(party: string, name: string, by: Actor): Promise<void>;
  setDestination(name: string, change: Omit<DestinationChange, 'name'>): Promise<void>;
  recordLogin(name: string): Promise<void>;
  holdDestination(name: string, by: Actor, reason: string): Promise<void>;
  resumeDestination(name: string, by: Actor, reason?: string): Promise<void>;
}

export function createAdministration(options: AdministrationOptions): Administration {
  const check = createInputCheck();
  const tally = options.newId();
  return {
    createParty: (party) => createParty(options, check, party),
    endParty: (code) => endParty(options, code),
    issueKey: (party, terms = {}) => issueKey(options, check, { party, terms }),
    rotateKey: (party, terms) => rotateKey(options, check, { party, terms }),
    revokeKey: (idOrPrefix) => revokeKey(options, idOrPrefix),
    grant: (wanted) => grant(options, check, wanted),
    endGrant: (id) => endGrant(options, id),
    addOfficer: (officer) => addOfficer(options, check, officer),
    endOfficer: (party, id) => endOfficer(options, party, id),
    importOfficers: (party, rows) => importOfficers(options, check, { party, rows }),
    subscribe: (wanted, by) => subscribe(options, check, { ...wanted, by }),
    unsubscribe: (party, name, by) => unsubscribe(options, { party, name, by }),
    setDestination: (name, change) => setDestination(options, check, { ...change, name }),
    recordLogin: (name) => recordLogin(options, name),
    holdDestination: (name, by, reason) => holdDestination(options, tally, { name, by, reason }),
    resumeDestination: (name, by, reason) => resumeDestination(options, { name, by, ...(reason === undefined ? {} : { reason }) }),
  };
}
