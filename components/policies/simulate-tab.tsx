// One call that is not made, before the active rules and the draft: who, which tool, with what, and what the run had seen.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isJsonObject, type JsonObject } from '@/lib/domain/json';
import { agentFiguresOptions } from '@/lib/query/agents';
import { listedToolsOptions } from '@/lib/query/catalog';
import { simulatePoliciesMutation } from '@/lib/query/policies';
import { messageOf } from '@/lib/query/problem-error';
import { Button } from '../ui/button';
import { Checkbox } from '../ui/checkbox';
import { Select } from '../ui/select';
import { TextArea } from '../ui/text-area';
import { TextField } from '../ui/text-field';
import { BacktestSection } from './backtest-section';
import { SimulatedVerdicts } from './simulated-verdicts';

export function SimulateTab() {
  const agents = useQuery(agentFiguresOptions(false));
  const tools = useQuery(listedToolsOptions(false));
  const [agent, setAgent] = useState('');
  const [tool, setTool] = useState('');
  const [text, setText] = useState('{}');
  const [confidence, setConfidence] = useState('');
  const [tainted, setTainted] = useState(false);
  const [privateDataSeen, setPrivate] = useState(false);
  const simulate = useMutation(simulatePoliciesMutation());
  const args = argumentsIn(text);
  const sure = confidence.trim() === '' ? null : Number(confidence);
  const isSureRead = sure === null || (sure >= 0 && sure <= 1);
  const ready = agent !== '' && tool !== '' && args !== null && isSureRead;
  const ask = (): void => {
    if (args === null) return;
    simulate.mutate({
      call: { agent, tool, arguments: args, confidence: sure, tainted, privateDataSeen, trigger: 'form' },
    });
  };
  return (
    <div className="grid grid-cols-[minmax(0,420px)_minmax(0,1fr)] max-md:grid-cols-1">
      <form
        className="space-y-3 border-r border-line p-4 max-md:border-r-0 max-md:p-3"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <Select
          label="Agent"
          options={(agents.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
          value={agent}
          onValueChange={setAgent}
          mono
        />
        <Select
          label="Tool"
          options={(tools.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
          value={tool}
          onValueChange={setTool}
          mono
        />
        <TextArea
          label="Arguments"
          hint="As JSON."
          error={args === null ? 'This is no JSON object.' : undefined}
          rows={5}
          mono
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <TextField
          label="Confidence"
          hint="As the model states it, from 0 to 1; empty: it says none."
          error={isSureRead ? undefined : 'A number from 0 to 1.'}
          inputMode="decimal"
          value={confidence}
          onChange={(event) => setConfidence(event.target.value)}
        />
        <div className="flex flex-col gap-2">
          <Checkbox checked={tainted} onCheckedChange={setTainted}>
            Text from outsiders is in the context
          </Checkbox>
          <Checkbox checked={privateDataSeen} onCheckedChange={setPrivate}>
            Private data was read
          </Checkbox>
        </div>
        <Button type="submit" variant="primary" disabled={!ready} pending={simulate.isPending}>
          Simulate
        </Button>
        {simulate.error !== null && (
          <p role="alert" data-state-of="failed" className="text-state">
            {messageOf(simulate.error)}
          </p>
        )}
      </form>
      <div>
        <SimulatedVerdicts answer={simulate.data} />
        <BacktestSection />
      </div>
    </div>
  );
}

function argumentsIn(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? (value as JsonObject) : null; // safe because JSON.parse yields nothing but JSON
  } catch {
    return null;
  }
}
