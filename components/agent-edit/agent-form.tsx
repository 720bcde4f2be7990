// The draft as a form: dedicated sections over one JSON value. What it does not know it leaves alone.
import type { EditScope } from './edit-scope';
import { EscalationSection } from './escalation-section';
import { LimitsSection, LoadSection } from './limits-section';
import { PurposeSection } from './purpose-section';
import { RoutingSection } from './routing-section';
import { SchemasSection } from './schemas-section';
import { ToolsSection } from './tools-section';

export function AgentForm({ scope }: { scope: EditScope }) {
  return (
    <>
      <PurposeSection scope={scope} />
      <RoutingSection scope={scope} />
      <ToolsSection scope={scope} />
      <SchemasSection scope={scope} />
      <LimitsSection scope={scope} />
      <LoadSection scope={scope} />
      <EscalationSection scope={scope} />
    </>
  );
}
