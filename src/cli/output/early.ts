import { UserError } from '../../error/user-error.ts';
import { guardOutput, reportFailure } from './output.ts';

// What must stand before other modules load, which takes a while; some ask for the working folder
// as they do.
const json = process.argv.includes('--json');
guardOutput(json);
try {
  process.cwd();
} catch {
  const failure = new UserError('the working folder no longer exists', 'change to another: cd');
  process.exit(reportFailure(failure, json));
}
