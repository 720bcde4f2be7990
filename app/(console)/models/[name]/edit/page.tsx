// The address of a model's form.
import { EditModel } from '@/components/models/model-editor';
import { PageDrawn } from '@/components/shell/page-drawn';
import { page } from '@/lib/server/http/page';

export async function generateMetadata({ params }: { params: Promise<{ name: string }> }) {
  return { title: `Edit ${(await params).name}` };
}

export default page('models:write', ({ params }) => (
  <>
    <PageDrawn />
    <EditModel name={params.name ?? ''} />
  </>
));
