// Makes a model or a new version of one: form and JSON over the schema that the server parses with.
'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ModelDefinition, modelDefinition } from '@/lib/domain/model';
import {
  listedModelsOptions,
  modelOptions,
  modelVersionsOptions,
  putModelMutation,
} from '@/lib/query/catalog';
import { routes } from '@/lib/routes';
import { onlyInJson } from '../catalog/only-in-json';
import { takenName } from '../catalog/taken-name';
import { DefinitionEditor } from '../definition-editor/definition-editor';
import type { DefinitionDraft } from '../definition-editor/use-definition-draft';
import { Loading } from '../shell/load-error';
import { MODEL_FORM_KEYS, ModelForm } from './model-form';

const EMPTY = { provider: 'openai-compatible', baseUrl: '', model: '' };

const LIST = { label: 'Tools and models', href: routes.tools({ tab: 'models' }) };

const SHARED = {
  schema: modelDefinition,
  onlyInJson: onlyInJson(Object.keys(modelDefinition.shape), MODEL_FORM_KEYS),
  pageOf: (name: string) => routes.model(name),
  form: (draft: DefinitionDraft<ModelDefinition>) => <ModelForm draft={draft} />,
} as const;

export function NewModel() {
  const put = useMutation(putModelMutation());
  const used = useQuery(listedModelsOptions(false)).data?.items ?? [];
  const archived = useQuery(listedModelsOptions(true)).data?.items ?? [];
  return (
    <DefinitionEditor
      {...SHARED}
      title="New model"
      crumbs={[LIST]}
      name={undefined}
      initial={EMPTY}
      before={undefined}
      archived={false}
      baseVersion={undefined}
      save={put.mutateAsync}
      nameProblem={(name) => takenName(name, 'model', [...used, ...archived])}
    />
  );
}

export function EditModel({ name }: { name: string }) {
  const put = useMutation(putModelMutation());
  const model = useQuery(modelOptions(name));
  const versions = useQuery(modelVersionsOptions(name));
  if (model.data === undefined) return <Loading what="The model" query={model} rows={10} />;
  if (versions.data === undefined) return <Loading what="The versions" query={versions} rows={10} />;
  return (
    <DefinitionEditor
      {...SHARED}
      title={`Edit ${name}`}
      crumbs={[LIST, { label: name, href: routes.model(name), mono: true }]}
      name={name}
      initial={model.data.definition}
      before={model.data.definition}
      archived={model.data.archivedAt !== null}
      baseVersion={versions.data.items[0]?.version}
      save={put.mutateAsync}
      nameProblem={() => undefined}
    />
  );
}
