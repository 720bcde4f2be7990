// Text as HTML, escaped by construction: what is put into a template is text unless it was made by one.
import 'server-only';

export type Html = { readonly html: string };

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPED[char] ?? char);

type Value = string | number | boolean | null | Html | readonly Html[];

function written(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'object') return escaped(String(value));
  return 'html' in value ? value.html : value.map(({ html }) => html).join('');
}

export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return {
    html: texts.map((text, i) => text + (i < values.length ? written(values[i] ?? null) : '')).join(''),
  };
}

/** A value as it is, on lines of its own. */
export const code = (value: unknown): Html =>
  html`<pre>${typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')}</pre>`;

/** Names beside what they stand for; what is not there is said to be missing. */
export function facts(rows: readonly (readonly [name: string, value: Value])[]): Html {
  return html`<dl>${rows.map(
    ([name, value]) =>
      html`<dt>${name}</dt><dd>${value === null || value === '' ? html`<i>not recorded</i>` : value}</dd>`,
  )}</dl>`;
}
