// What the registry knows against the packages that are shipped; tells "nothing known" from "nobody could be asked".
import { z } from 'zod';
import type { NpmAnswer } from './npm-command';

const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']),
      range: z.string(),
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
    }),
  ),
});

export type Advisories =
  | { readonly asked: true; readonly lines: readonly string[]; readonly serious: number }
  | { readonly asked: false; readonly why: string };

/** @param answer of `npm audit --json`. */
export function advisoriesIn({ out, err }: NpmAnswer): Advisories {
  const found = report.safeParse(parsed(out));
  if (!found.success) {
    const why = /^npm (?:warn|error) (?:audit )?(.+)$/m.exec(err)?.[1] ?? 'npm gave no report';
    return { asked: false, why };
  }
  const all = Object.entries(found.data.vulnerabilities);
  const lines = all.map(([name, { severity, range, via }]) => {
    const [title] = via.map((one) =>
      typeof one === 'string' ? `through ${one}` : `${one.title} ${one.url}`,
    );
    return `${severity}: ${name} ${range}, ${title ?? 'no title'}`;
  });
  return {
    asked: true,
    lines,
    serious: all.filter(([, { severity }]) => /^(high|critical)$/.test(severity)).length,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
