// The address of a tool's form.

import { PageDrawn } from '@/components/shell/page-drawn';
import { EditTool } from '@/components/tools/tool-editor';
import { page } from '@/lib/server/http/page';

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  return { title: `Edit ${(await params).name}` };
}

export default page('tools:write', ({ params }) => (
  <>
    <PageDrawn />
    <EditTool name={params.name ?? ''} />
  </>
));
