// What a receiver that looks first and acts then would see: between its look and its act nobody else may have acted on the same resource.
import { isJsonObject } from '@/lib/domain/json';
import type { ToolRequest } from '@/lib/ports/tool-client';
import { effectKeyOf } from '@/lib/resilience/effect-key';
import type { Findings } from './findings';

type Act = { readonly key: string };
/** The last act on its resource as a request saw it when it left; resource null for a tool without one. */
export type Looked = {
  readonly resource: string | null;
  readonly key: string;
  readonly seen: number;
};

export class ResourceWatch {
  private readonly acts = new Map<string, Act[]>();

  constructor(private readonly findings: Findings) {}

  look(request: ToolRequest): Looked {
    const resource = resourceOf(request);
    const key = `${request.tool.name}, key ${request.effectKey}`;
    return { resource, key, seen: this.acts.get(resource ?? '')?.length ?? 0 };
  }

  act({ resource, key, seen }: Looked): void {
    if (resource === null) return;
    const acts = this.acts.get(resource) ?? [];
    const between = acts.slice(seen).find((act) => act.key !== key);
    if (between !== undefined) {
      this.findings.violated(
        'never two effects on one resource side by side',
        `${resource}: ${between.key} came between the look and the act of ${key}`,
      );
    }
    this.acts.set(resource, [...acts, { key }]);
  }
}

function resourceOf({ tool, arguments: args }: ToolRequest): string | null {
  const { resourceKey } = tool.definition;
  if (resourceKey === undefined || !isJsonObject(args)) return null;
  const made = effectKeyOf({
    runId: '',
    step: 0,
    keyTemplate: resourceKey,
    arguments: args,
    runInput: null,
  });
  return made.ok ? made.effectKey : null;
}
