/** `npm run generate:docs`: writes the reference pages anew. */
import { writePages } from './reference-pages.ts';

await writePages();
