/** `npm run generate:schemas`: writes the TypeScript types of the JSON Schemas. */
import { writeSchemaTypes } from './schema-types.ts';

console.log(`wrote ${await writeSchemaTypes('schemas')}`);
