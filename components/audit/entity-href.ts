// Where the thing that an event is about can be seen; nothing for what has no page.
import type { AuditEventShape } from '@/lib/contract/audit';
import { routes } from '@/lib/routes';

export function entityHref({ kind, id }: AuditEventShape['entity']): string | undefined {
  switch (kind) {
    case 'run':
      return routes.run(id);
    case 'approval':
      return routes.approval(id);
    case 'agent':
      return routes.agent(id);
    case 'tool':
      return routes.tool(id);
    case 'model':
      return routes.model(id);
    case 'secret':
      return routes.settings('secrets');
    case 'user':
      return routes.settings('people');
    case 'session':
      return routes.settings('sessions');
    case 'api_key':
      return routes.settings('keys');
    case 'settings':
      return routes.settings('about');
    default:
      return undefined;
  }
}
