// The evidence of one run as a page that needs nothing else: no script, no style or picture from elsewhere, printable.
import 'server-only';
import type { EvidencePart } from '../../contract/evidence';
import { approvalPart } from './approval-part';
import { code, facts, type Html, html } from './html';
import { costOf, stepPart } from './step-part';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem;border-bottom:1px solid #ccc;padding-bottom:.25rem}h3{font-size:1rem;margin:1.5rem 0 .25rem}
dl{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.15rem 1rem;margin:.5rem 0}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f5f5;padding:.5rem .75rem;font-size:.8rem;margin:.25rem 0}
table{border-collapse:collapse;width:100%;font-size:.8rem}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ddd;padding:.25rem .5rem .25rem 0;overflow-wrap:anywhere}
code{font-size:.8rem;overflow-wrap:anywhere}i{color:#777}@media print{h3{break-after:avoid}}@media(max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}`;

type PartOf<P extends EvidencePart['part']> = Extract<EvidencePart, { part: P }>;

/** Begins a section with the first part of its kind. */
const HEADINGS: { readonly [P in EvidencePart['part']]?: string } = {
  run: 'What was asked, and what became of it',
  agent: 'The agent, as it was configured',
  policy: 'Under which policy',
  step: 'What was decided and done, and why',
  approval: 'What people were asked, and what they said',
  event: 'What else people did',
  seal: 'How this is tied to the record',
  row: 'The journal',
};

export async function* evidencePage(parts: AsyncIterable<EvidencePart>): AsyncGenerator<string> {
  yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">';
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${STYLE}</style>\n`;
  let before: EvidencePart['part'] | undefined;
  for await (const part of parts) {
    const heading = part.part === before ? undefined : HEADINGS[part.part];
    if (before === 'row' && part.part !== 'row') yield '</table>\n';
    if (heading !== undefined) yield `${html`<h2>${heading}</h2>`.html}\n`;
    if (part.part === 'row' && before !== 'row')
      yield '<table><tr><th>row</th><th>at</th><th>kind</th><th>step</th><th>hash</th></tr>\n';
    yield `${partOf(part).html}\n`;
    before = part.part;
  }
  yield `${before === 'row' ? '</table>\n' : ''}</body></html>\n`;
}

function partOf(part: EvidencePart): Html {
  switch (part.part) {
    case 'about':
      return aboutPart(part);
    case 'run':
      return runPart(part);
    case 'agent':
      return agentPart(part);
    case 'policy':
      return policyPart(part);
    case 'step':
      return stepPart(part.step);
    case 'approval':
      return approvalPart(part);
    case 'event': {
      const { seq, at, actor, action, reason } = part.event;
      return html`<p>${at} · <b>${actor.label}</b> · <code>${action}</code> · event ${seq}${reason === null ? '' : `: ${reason}`}</p>`;
    }
    case 'seal':
      return sealPart(part);
    case 'row': {
      const { seq, at, kind, step, hash } = part.row;
      return html`<tr><td>${seq}</td><td>${at}</td><td>${kind}</td><td>${step}</td><td><code>${hash}</code></td></tr>`;
    }
  }
}

function aboutPart({ run, installation, bulkheadVersion, madeAt, madeFor }: PartOf<'about'>): Html {
  return html`<title>${`Evidence of run ${run}`}</title></head><body><h1>Evidence of one run</h1>
<p>Everything that is recorded of run <code>${run}</code>: what was done, by whom, when, why, and under which policy. Values of secrets are not in it; <code>[secret:NAME]</code> stands in their place. Times are UTC.</p>
${facts([
  ['installation', installation ?? 'without a name'],
  ['made at', madeAt],
  ['made for', madeFor.label],
  ['made by', `Bulkhead ${bulkheadVersion}`],
])}`;
}

function runPart({ run }: PartOf<'run'>): Html {
  return html`${facts([
    ['run', html`<code>${run.id}</code>`],
    ['agent', `${run.agent}, version ${run.version}`],
    ['status', run.status],
    ['started by', run.startedBy.label],
    ['started through', run.trigger.kind],
    ['created', run.createdAt],
    ['ended', run.finishedAt],
    ['steps and calls', `${run.steps} steps, ${run.toolCalls} calls of tools`],
    ['cost', costOf(run.costMicroUsd)],
    ...(run.erased === null
      ? []
      : [['erased', `${run.erased.at} by ${run.erased.by.label}: ${run.erased.reason}`] as const]),
    ['outsiders’ text in its context', run.tainted ? 'yes' : 'no'],
  ])}<h3>Input</h3>${code(run.input)}<h3>Output</h3>${run.output === null ? html`<i>none</i>` : code(run.output)}${
    run.error === null ? '' : html`<h3>Error</h3>${code(run.error)}`
  }`;
}

function agentPart({ name, version, definition }: PartOf<'agent'>): Html {
  const title = `${name}, version ${version}`;
  return html`<p>${title}</p>${definition === null ? html`<i>not recorded</i>` : code(definition)}`;
}

function policyPart({ policy }: PartOf<'policy'>): Html {
  const { version, at, by, texts } = policy;
  return html`<h3>Version ${version}, published ${at} by ${by.label}</h3>${code([texts.floor, texts.permit, texts.ask].join('\n\n'))}`;
}

function sealPart({ row, event, signed, heads }: PartOf<'seal'>): Html {
  return html`<p>The journal below was sealed at row ${row.seq} by event ${event.seq} of the record, with ${heads.length} journals in all. Whoever keeps signed heads outside compares:</p>
${facts([
  ['row’s hash', html`<code>${row.hash}</code>`],
  ['event’s hash', html`<code>${event.hash}</code>`],
  ['signature', html`<code>${signed.mac}</code>`],
])}<p>As lines (<code>format=jsonl</code>) this journal, its seal and the events are checked by <code>npm run audit:verify -- --file FILE --head HASH</code>, without a database.</p>`;
}
