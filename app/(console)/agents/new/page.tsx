// The address of the form for another agent.
import { NewAgentView } from '@/components/agent-edit/new-agent-view';
import { PageDrawn } from '@/components/shell/page-drawn';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'New agent' };

export default page('agents:write', () => (
  <>
    <PageDrawn />
    <NewAgentView />
  </>
));
