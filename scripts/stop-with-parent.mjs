// Knows the pipe to the process that started this one (loaded before a server). Refuses to serve on as an orphan:
// when the parent is gone, however it died, this process asks itself to stop, and drains as for any SIGTERM.
import { fstatSync } from 'node:fs';

const input = fstatSync(0);
// Helpers of the server inherit this file with its options, and have no such pipe.
if (input.isFIFO() || input.isSocket()) {
  process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.resume();
  process.stdin.unref();
}
