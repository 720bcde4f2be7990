// The fields of a schema at a glance: name, kind, whether it must be there, what is said of it.
import { rootField, type SchemaField } from '../ui/schema-form/schema-fields';

export function SchemaFieldsList({ schema }: { schema: unknown }) {
  const root = rootField(schema);
  if (root.kind !== 'object' || root.fields.length === 0)
    return <p className="text-xs text-muted">No named fields: see the definition.</p>;
  return (
    <ul className="text-xs">
      {root.fields.map((field) => (
        <li key={field.name} className="flex items-baseline gap-2 py-[3px]">
          <code className="[overflow-wrap:anywhere]">{field.name}</code>
          <span className="flex-none text-muted">{kindWord(field)}</span>
          {!field.required && <span className="flex-none text-faint">optional</span>}
          <span className="min-w-0 flex-1 truncate text-right text-faint" title={field.description}>
            {field.description}
          </span>
        </li>
      ))}
    </ul>
  );
}

function kindWord(field: SchemaField): string {
  switch (field.kind) {
    case 'string':
      return 'text';
    case 'number':
      return field.integer ? 'whole number' : 'number';
    case 'boolean':
      return 'yes or no';
    case 'choice':
      return field.options.map((option) => option.label).join(' or ');
    case 'list':
      return `list of ${kindWord(field.item)}`;
    case 'object':
      return 'object';
    case 'json':
      return 'JSON';
  }
}
