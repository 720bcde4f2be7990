// A worker process of its own, to be killed by the bench: composed as in production from its environment, says when it serves.
import { env } from '../../lib/env';
import { startRuntime } from '../../lib/server/start-runtime';

const app = startRuntime(env());
const watch = setInterval(() => {
  if (app.lifecycle.phase !== 'serving' || app.worker?.status().leaseHolds !== true) return;
  clearInterval(watch);
  process.send?.('serving');
}, 20);
