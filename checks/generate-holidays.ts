/** `npm run generate:holidays`: freezes the public holidays of the Schengen states anew. */
import { writeHolidayFiles } from './holiday-files.ts';

console.log(`wrote ${await writeHolidayFiles('.')} files`);
