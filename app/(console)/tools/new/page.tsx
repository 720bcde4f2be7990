// The address of the form for another tool.

import { PageDrawn } from '@/components/shell/page-drawn';
import { NewTool } from '@/components/tools/tool-editor';
import { page } from '@/lib/server/http/page';

export const metadata = { title: 'New tool' };

export default page('tools:write', () => (
  <>
    <PageDrawn />
    <NewTool />
  </>
));
