// Carries the incidents out one after the other and prints both sides; run by scripts/incidents.mjs.
import { parseArgs } from 'node:util';
import { type IncidentReport, incidentName } from '../../lib/contract/incident';
import type { Principal } from '../../lib/domain/principal';
import type { App } from '../../lib/server/app';
import { runIncident } from '../../lib/server/commands/run-incident';
import { requireReport } from '../../lib/server/queries/read-incidents';
import { reportTable, traceText, verdictOf } from './report-text';
import { withWorld } from './world';

const HELP = `npm run incidents -- [options]

  --seed TEXT    of both simulators and of the unprotected side's jitter (default: bulkhead)
  --only NAME    ${incidentName.options.join(', ')}; may be repeated
  --trace        every call of both sides
  --json         the reports as JSON instead of a table`;

const PRINCIPAL: Principal = { kind: 'system', id: 'runtime' };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: 'bulkhead' },
    only: { type: 'string', multiple: true },
    trace: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const chosen = incidentName.array().safeParse(values.only ?? incidentName.options);
if (values.help || !chosen.success) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}

async function carryOut(app: App): Promise<IncidentReport[]> {
  const reports: IncidentReport[] = [];
  for (const name of chosen.data ?? []) {
    if (!values.json) console.error(`… ${name}`);
    const context = { app, principal: PRINCIPAL, requestId: app.ids.timeOrdered(), intent: null };
    const { report, ended } = await runIncident(context, { name });
    await ended;
    reports.push(await requireReport(app, report.id));
  }
  return reports;
}

const trouble: string[] = [];
const note = (message: string, fields: unknown) => trouble.push(`${message} ${JSON.stringify(fields)}`);
const reports = await withWorld(values.seed, note, carryOut);
const verdict = verdictOf(reports);
if (values.json) console.log(JSON.stringify({ reports, ...verdict }, null, 2));
else {
  if (values.trace) console.log(`${reports.map(traceText).join('\n')}\n`);
  console.log(`${reportTable(reports)}\n\n${verdict.text}`);
}
if (!verdict.ok) console.error(trouble.join('\n'));
process.exit(verdict.ok ? 0 : 1);
