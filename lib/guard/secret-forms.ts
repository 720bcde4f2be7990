// The shapes in which a secret may turn up in text: as it is, escaped, encoded; refuses nothing, invents nothing.

/**
 * Every form in which `value` could stand inside a longer text: raw, JSON-escaped, percent-encoded (three customs), hex (both cases),
 * base64 and base64url at each of the three alignments.
 */
export function formsOf(value: string): ReadonlySet<string> {
  const bytes = new TextEncoder().encode(value);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const forms = [
    value,
    jsonEscaped(value),
    hex,
    hex.toUpperCase(),
    ...percentForms(value, bytes),
    ...base64Forms(bytes),
  ];
  return new Set(forms);
}

function jsonEscaped(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function percentForms(value: string, bytes: Uint8Array): string[] {
  const everyByte = [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  // A lone surrogate has no percent form of its own; its bytes (U+FFFD) have.
  const component = value.isWellFormed() ? encodeURIComponent(value) : everyByte;
  const strict = component.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [component, strict, everyByte].flatMap((form) => [form, form.replaceAll('%20', '+')]);
  return forms.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase())]);
}

/**
 * In a longer text the value starts at any of three places of a base64 group. For each, the characters that depend on the value alone are
 * kept; the whole text with and without padding is the form when the value stands alone.
 */
function base64Forms(bytes: Uint8Array): string[] {
  const alone = btoa(binary(bytes));
  const cores = [0, 1, 2].map((offset) => {
    const text = btoa('\0'.repeat(offset) + binary(bytes));
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const forms = [alone, alone.replace(/=+$/, ''), ...cores];
  return forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

function binary(bytes: Uint8Array): string {
  return [...bytes].map((byte) => String.fromCharCode(byte)).join('');
}
