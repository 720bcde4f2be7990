// Knows how the ledgers look to a person; refuses scripts, remote assets and unescaped text.
import { createHash } from 'node:crypto';
import type { Ledger, LedgerEntry } from './ledger';
import { summarise } from './ledger-summary';

/** The newest entries of each service; the rest is behind `GET /ledger`. */
const SHOWN = 100;

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 1100px; padding: 24px 16px 48px; }
h1 { font-size: 22px; margin: 0; } h2 { font-size: 17px; margin: 32px 0 4px; text-transform: capitalize; }
.mark { border: 1px solid; border-radius: 4px; font-size: 12px; margin-left: 8px; padding: 1px 6px; }
.scroll { overflow-x: auto; } .twice { font-weight: 600; color: light-dark(#b42318, #ff8a80); }
table { border-collapse: collapse; font-size: 13px; width: 100%; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); padding: 6px 8px;
  text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; } td.num { font-variant-numeric: tabular-nums; overflow-wrap: normal;
  white-space: nowrap; } td.what { min-width: 240px; white-space: pre-line; }
code { font: 12px/1.4 ui-monospace, monospace; }
p { margin: 4px 0; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

export const LEDGER_PAGE_HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

function row(entry: LedgerEntry): string {
  const details = Object.entries(entry.body)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(' · ');
  return `<tr><td class="num">${entry.seq}</td><td class="num">${escapeHtml(entry.at)}</td>
<td class="num"><code>${escapeHtml(entry.id)}</code></td><td class="what">${escapeHtml(details)}</td>
<td>${entry.key === null ? 'none' : `<code>${escapeHtml(entry.key)}</code>`}</td>
<td>${entry.fault === null ? 'none' : escapeHtml(entry.fault)}</td></tr>`;
}

function section(ledger: Ledger): string {
  const { service, effects, distinctIntents, duplicates } = summarise(ledger.service, ledger.all());
  const newest = ledger.all().slice(-SHOWN).reverse();
  const hidden = effects - newest.length;
  const twice = duplicates > 0 ? ' class="twice"' : '';
  const table = `<div class="scroll"><table><thead><tr><th>No.</th><th>At</th><th>Id</th><th>What</th>
<th>Key received</th><th>Fault</th></tr></thead><tbody>${newest.map(row).join('\n')}</tbody></table></div>`;
  return `<section><h2>${service}</h2>
<p>${effects} effects, ${distinctIntents} intents, <span${twice}>${duplicates} duplicates</span></p>
${newest.length === 0 ? '<p>Nothing has happened yet.</p>' : table}
${hidden > 0 ? `<p>${hidden} older ones are not shown.</p>` : ''}</section>`;
}

export function ledgerPage(ledgers: readonly Ledger[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulated services</title><style>${STYLE}</style></head>
<body><main><h1>Simulated services<span class="mark">simulated</span></h1>
<p>Nothing here is real: no money moves, nobody is written to. Each line is one effect that was counted.</p>
${ledgers.map(section).join('\n')}</main></body></html>
`;
}
