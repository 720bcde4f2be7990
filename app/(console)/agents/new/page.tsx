// The address of the form for another agent.
import { NewAgentView } from '@/components/agent-edit/new-agent-view';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'New agent' };

export default page('agents:write', () => <NewAgentView />);
