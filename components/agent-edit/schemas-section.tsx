// The form's part about what goes in and what comes out, with the fields that come of it.
'use client';
import { isJsonObject } from '@/lib/domain/json';
import { SchemaFieldsList } from '../agents/schema-fields-list';
import { valueAt } from './draft-value';
import { EditField } from './edit-field';
import type { EditScope } from './edit-scope';
import { FIELDS } from './form-fields';
import { FormSection } from './form-section';

export function SchemasSection({ scope }: { scope: EditScope }) {
  return (
    <FormSection
      title="Input and output"
      about="A run that does not fit the input schema is refused before it exists."
    >
      {[FIELDS.inputSchema, FIELDS.outputSchema].map((one) => (
        <div key={one.label}>
          <EditField scope={scope} {...one} mono rows={6} whole required={one === FIELDS.inputSchema} />
          <Fields schema={valueAt(scope.value, one.place)} />
        </div>
      ))}
    </FormSection>
  );
}

function Fields({ schema }: { schema: unknown }) {
  if (!isJsonObject(schema)) return null;
  return (
    <div className="mt-2 rounded-md bg-sunken px-3 py-1.5">
      <SchemaFieldsList schema={schema} />
    </div>
  );
}
