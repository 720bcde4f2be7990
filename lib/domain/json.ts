// What a JSON value is in this house; refuses undefined, functions and class instances by type.
import { z } from 'zod';

export type JsonPrimitive = string | number | boolean | null;
export type JsonValue = JsonPrimitive | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

export const jsonValue: z.ZodType<JsonValue> = z.json();
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), jsonValue);

/** A JSON Schema document (draft 2020-12 as zod and AJV read it). Its own validity is checked where it is stored. */
export const jsonSchemaDocument = jsonObject;
export type JsonSchemaDocument = JsonObject;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
