/** `npm run hub -- …`: the operators' commands. Answers exit code 0 when all went well, else 1 with the reason on stderr. */
import { runCommand } from './program.ts';

process.exitCode = await runCommand(process.argv.slice(2));
