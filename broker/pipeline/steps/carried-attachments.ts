/**
 * Step: which attachments a body that leaves refers to. Read from what the recipient gets, so that a field that is withheld carries nothing;
 * a reference of which a part is withheld is none.
 */
import { outermostValues } from '../../contract/json-bytes.ts';
import type { CarriedAttachment } from '../../contract/message.ts';
import type { SchemaShelf } from '../../contract/schemas.ts';

type Carried = (type: string, body: Buffer) => readonly CarriedAttachment[];

/** Costs nothing where the type has no attachments. */
export const createCarried =
  (schemas: Pick<SchemaShelf, 'messageType'>): Carried =>
  (type, body) => {
    const field = schemas.messageType(type)?.attachments;
    const span = field === undefined ? undefined : outermostValues(body).get('data');
    if (field === undefined || span === undefined) return [];
    const data = JSON.parse(body.toString('utf8', span.from, span.to)) as Readonly<Record<string, unknown>> | null;
    const listed = data?.[field];
    return Array.isArray(listed) ? listed.filter(isWhole) : [];
  };

const TEXTS = ['id', 'name', 'mediaType', 'sha256'] as const;

function isWhole(value: unknown): value is CarriedAttachment {
  const named = (value ?? {}) as Readonly<Record<string, unknown>>;
  return TEXTS.every((key) => typeof named[key] === 'string') && typeof named['sizeBytes'] === 'number';
}
