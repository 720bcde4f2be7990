// Nothing was imported yet: which file is wanted, and where it comes from.
import { Upload } from 'lucide-react';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';

export function NoImports({ mayImport, onImport }: { mayImport: boolean; onImport: () => void }) {
  return (
    <EmptyState
      look="page"
      title="No usage export was imported"
      action={
        mayImport && (
          <Button size="lg" variant="primary" icon={<Icon of={Upload} />} onClick={onImport}>
            Import an export
          </Button>
        )
      }
    >
      <p>
        What your provider says that was used stands here beside what was counted, by day and model, with the
        difference.
      </p>
      <WantedFiles />
      {!mayImport && <p className="mt-2">Engineers and administrators import files.</p>}
    </EmptyState>
  );
}

export function WantedFiles() {
  return (
    <ul className="mt-2 list-disc pl-5 text-xs text-muted">
      <li>OpenAI: Usage by day, grouped by model; or Costs, grouped by line item</li>
      <li>Anthropic: the Console’s Usage or Cost, as CSV</li>
      <li>
        Anybody else’s, as <code className="break-words">date,model,input_tokens,output_tokens</code> and{' '}
        <code>cost,currency</code> in USD, or one of the two pairs
      </li>
    </ul>
  );
}
