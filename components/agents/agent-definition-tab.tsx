// The active definition as it is stored, to be copied, and as the request that would make it.
import type { AgentHead } from '@/lib/contract/agent';
import { CodeBlock } from '../ui/code-block';
import { jsonText } from '../ui/json-text';
import { Seam } from '../ui/seam';
import { putCommand } from './put-command';

export function AgentDefinitionTab({ agent }: { agent: AgentHead }) {
  return (
    <>
      <Seam title="As PUT" note="with a key that has agents:write">
        <CodeBlock
          className="mx-4 mb-4 max-md:mx-3 [&_pre]:max-h-40"
          text={putCommand(agent)}
          what="as curl"
          look="sunken"
        />
      </Seam>
      <Seam title="Definition" note={`v${agent.version}, as it is stored`}>
        <CodeBlock
          className="mx-4 mb-4 max-md:mx-3"
          text={jsonText(agent.definition)}
          what="definition as JSON"
          look="sunken"
        />
      </Seam>
    </>
  );
}
