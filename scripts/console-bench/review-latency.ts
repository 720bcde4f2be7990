// How long figures of approvals take on the server, through the real routes: all of a hundred thousand decisions, and what filters leave of them.
import { GET as METRICS } from '../../app/api/v1/approvals/metrics/route';
import { GET as CALIBRATION } from '../../app/api/v1/calibration/route';
import { type Figures, figuresOf } from './percentiles';

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

const QUESTIONS = [
  { name: 'metrics of 30 days', route: METRICS, query: {} },
  { name: 'metrics of 30 days, of one agent', route: METRICS, query: { agent: 'refunds' } },
  { name: 'metrics of 30 days, of one tool', route: METRICS, query: { tool: 'mail.send' } },
  { name: 'metrics of 30 days, of one reviewer', route: METRICS, query: { reviewer: 'person-3' } },
  { name: 'metrics of 60 days, all decisions', route: METRICS, query: { since: ago(60) } },
  { name: 'calibration of 90 days', route: CALIBRATION, query: {} },
  { name: 'calibration of one agent', route: CALIBRATION, query: { agent: 'refunds' } },
] as const;

export async function reviewLatency(
  apiKey: string,
  rounds: number,
): Promise<(Figures & { readonly name: string })[]> {
  const rows: (Figures & { name: string })[] = [];
  for (const { name, route, query } of QUESTIONS) {
    const durations: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const startedMs = performance.now();
      const request = new Request(`http://localhost/api/v1/x?${new URLSearchParams(query)}`, {
        headers: { authorization: `Bearer ${apiKey}` },
      });
      const response = await route(request, { params: Promise.resolve({}) });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${name}: ${response.status} ${text}`);
      if (round >= 0) durations.push(performance.now() - startedMs);
    }
    rows.push({ name, ...figuresOf(durations) });
  }
  return rows;
}
