// A worker process of its own, to be killed, frozen and drained: composed as in production from its environment, with a shorter lease.
import { env } from '../../lib/env';
import { startRuntime } from '../../lib/server/start-runtime';
import { stopOnSignals } from '../../lib/server/stop-runtime';
import { diesOfPoison } from './poison';

const app = startRuntime(env(), { leaseMs: Number(process.argv[2]) });
stopOnSignals(app);
diesOfPoison();
const watch = setInterval(() => {
  if (app.lifecycle.phase !== 'serving' || app.worker?.status().leaseHolds !== true) return;
  clearInterval(watch);
  process.send?.('serving');
}, 20);
// Nobody is left to end it.
process.once('disconnect', () => process.exit(1));
