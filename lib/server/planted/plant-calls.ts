// Plants a call now and then among those that wait: made from one that people let pass, wrong in one argument, never to be sent.
import 'server-only';
import { plantedFlaw } from '../../guard/planted-flaw';
import { insertPlanted, type PlantedApproval } from '../../store/planted/insert-planted';
import { expirePlanted, isPlantDue, otherArguments, plantSources } from '../../store/planted/plant-source';
import { approvalsByIds } from '../../store/read/list-approvals';
import { readSettings } from '../../store/read/read-installation';
import type { App } from '../app';
import { judgedCall } from '../commands/edited-call';

/** How many calls are tried until one can be made wrong so that one would see it. */
const TRIES = 5;

/** One errand: ends planted calls that nobody decided, and plants one where the share of the settings asks for it. */
export async function plantCalls(app: App): Promise<void> {
  const ended = await expirePlanted(app.db.pool);
  app.hints.publish(ended.map((id) => ({ topic: 'approvals' as const, id })));
  const { plantedShare } = await readSettings(app.db);
  if (plantedShare === 0 || !(await isPlantDue(app.db.pool, plantedShare))) return;
  const sources = await plantSources(app.db.pool);
  for (let tried = 0; tried < TRIES && sources.length > 0; tried += 1) {
    const [id] = sources.splice(Math.floor(app.random.next() * sources.length), 1);
    const planted = id === undefined ? null : await plantFrom(app, id);
    if (planted === null) continue;
    await insertPlanted(app.db, planted);
    app.hints.publish([{ topic: 'approvals', id: planted.id }]);
    return;
  }
}

async function plantFrom(app: App, id: string): Promise<PlantedApproval | null> {
  const source = (await approvalsByIds(app.db, [id])).get(id);
  const tool = source === undefined ? null : await app.catalog.tool(source.tool);
  const agent = source && (await app.catalog.agentVersion(source.agent, source.agentVersion));
  // What people would be shown has to be what would be sent today.
  if (!source || !agent || tool?.version !== source.toolVersion) return null;
  const { amountPath, precondition } = tool.definition;
  // A state of the target that nobody looked up would be missing on its card.
  if (precondition !== undefined) return null;
  const others = await otherArguments(app.db.pool, source.tool, source.id);
  const flaw = plantedFlaw({ arguments: source.arguments, amountPath, others }, app.random.next());
  if (flaw === null) return null;
  const judged = await judgedCall(app, source, flaw.arguments).catch(() => null);
  // A call that nothing holds would not wait, and one that is denied neither.
  if (judged === null || judged.admission.verdict !== 'await_approval') return null;
  // Its like would be announced: one that asks for a decision would stand out.
  if (judged.admission.veto === true) return null;
  const { escalation } = agent.definition;
  return {
    id: app.ids.timeOrdered(),
    source,
    flaw,
    call: { ...judged, reasons: judged.admission.reasons },
    expiresMs: escalation.expiresMs,
  };
}
