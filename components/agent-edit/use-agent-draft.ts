// The one draft behind form and JSON: its text. The form reads it through its places and writes it anew; the JSON editor is the text itself,
// so that nothing is lost between the two, whatever is wrong in it.
'use client';
import { useEffect, useMemo, useState } from 'react';
import type { AgentShape } from '@/lib/contract/configuration';
import type { Problem } from '@/lib/domain/errors';
import type { JsonValue } from '@/lib/domain/json';
import { jsonText } from '../ui/json-text';
import { serverNowMs } from '../ui/server-clock';
import { draftProblems, type Refusal } from './draft-problems';
import { formObstacle, type Place, withValue } from './draft-value';
import { type JsonPlaces, jsonPlaces } from './json-places';
import { keepDraft, readDraft } from './stored-draft';

export type AgentDraft = {
  readonly text: string;
  readonly places: JsonPlaces;
  readonly problems: readonly Problem[];
  /** Why the form can't show it; undefined: it can. */
  readonly obstacle: string | undefined;
  readonly dirty: boolean;
  /** When the draft was left, if it was found in this tab; until it is changed or thrown away. */
  readonly foundAt: string | undefined;
  readonly name: string;
  /** The newest version that this edit knows of. */
  readonly baseVersion: number | undefined;
  readonly setText: (text: string) => void;
  readonly setName: (name: string) => void;
  readonly change: (place: Place, next: JsonValue | undefined) => void;
  readonly refuse: (problems: readonly Problem[]) => void;
  readonly rebase: (version: number) => void;
  /** Back to what it began with. */
  readonly discard: () => void;
};

type State = { text: string; name: string; baseVersion: number | undefined; foundAt: string | undefined };

/** `initial`: what the edit begins with; `base`: the version it is of, undefined for a new agent. */
export function useAgentDraft(initial: JsonValue, base: AgentShape | undefined): AgentDraft {
  const agent = base?.name ?? null;
  const start: State = useMemo(
    () => ({
      text: jsonText(initial),
      name: base?.name ?? '',
      baseVersion: base?.version,
      foundAt: undefined,
    }),
    [initial, base],
  );
  const [state, setState] = useState(start);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const { text, name, baseVersion, foundAt } = state;
  const dirty = text !== start.text || name !== start.name;
  useEffect(() => {
    const kept = readDraft(agent);
    if (kept === undefined) return;
    setState({
      text: kept.text,
      name: kept.name,
      baseVersion: kept.baseVersion ?? undefined,
      foundAt: kept.at,
    });
  }, [agent]);
  useEffect(() => {
    if (!dirty) return keepDraft(agent, undefined);
    const at = new Date(serverNowMs()).toISOString();
    keepDraft(agent, { text, name, baseVersion: baseVersion ?? null, at });
  }, [agent, dirty, text, name, baseVersion]);

  const places = useMemo(() => jsonPlaces(text), [text]);
  const problems = useMemo(() => (places.ok ? draftProblems(places.value, refusal) : []), [places, refusal]);
  const obstacle = useMemo(
    () => (places.ok ? formObstacle(places.value) : `Line ${places.line}: ${places.problem}`),
    [places],
  );
  const set = (part: Partial<State>): void => setState((now) => ({ ...now, foundAt: undefined, ...part }));
  return {
    text,
    places,
    problems,
    obstacle,
    dirty,
    foundAt: dirty ? foundAt : undefined,
    name,
    baseVersion,
    setText: (next) => set({ text: next }),
    setName: (next) => set({ name: next }),
    change: (place, next) => {
      if (places.ok) set({ text: jsonText(withValue(places.value, place, next)) });
    },
    refuse: (told) => {
      if (places.ok) setRefusal({ problems: told, value: places.value });
    },
    rebase: (version) => set({ baseVersion: version }),
    discard: () => {
      keepDraft(agent, undefined);
      setRefusal(undefined);
      setState(start);
    },
  };
}
