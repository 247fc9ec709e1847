/** A form made from a JSON Schema: which fields it has, what is wrong with their values, and what to send. Pure. */

export interface JsonSchema {
  type?: string;
  title?: string;
  description?: string;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  writeOnly?: boolean;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

export type Kind = "text" | "long" | "secret" | "number" | "switch" | "choice" | "choices" | "list" | "rows" | "json";
export type Values = Record<string, unknown>;

export interface Field {
  name: string;
  kind: Kind;
  required: boolean;
  schema: JsonSchema;
  default: unknown;
  /** Of a choice, or of several. */
  options: string[];
  /** Of each row. */
  fields: Field[];
}

// A text that may be longer than this is written in more than one line.
const LONG = 1000;

/** The fields of an object, in the order of the schema. `long` names texts that are written in several lines. */
export function fieldsOf(schema: JsonSchema, long: readonly string[] = [], root: JsonSchema = schema): Field[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, each]) =>
    fieldOf(name, resolved(each, root), required.has(name), long, root),
  );
}

function fieldOf(
  name: string,
  schema: JsonSchema,
  required: boolean,
  long: readonly string[],
  root: JsonSchema,
): Field {
  const items = schema.items ? resolved(schema.items, root) : undefined;
  const kind = long.includes(name) && schema.type === "string" ? "long" : kindOf(schema, items);
  const options = (kind === "choices" ? items?.enum : schema.enum) ?? [];
  return {
    name,
    kind,
    required,
    schema,
    default: schema.default ?? emptyOf(kind),
    options: options.map(String),
    fields: kind === "rows" && items ? fieldsOf(items, long, root) : [],
  };
}

/** What a reference means, and the one alternative of something that may be null. */
function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const { $ref, anyOf, ...own } = schema;
  if ($ref) return { ...resolved(root.$defs?.[$ref.replace("#/$defs/", "")] ?? {}, root), ...own };
  const real = anyOf?.filter((each) => each.type !== "null") ?? [];
  const [only] = real;
  return only && real.length === 1 ? { ...resolved(only, root), ...own } : schema;
}

function kindOf(schema: JsonSchema, items: JsonSchema | undefined): Kind {
  if (schema.enum) return "choice";
  if (schema.type === "string") {
    if (schema.writeOnly) return "secret";
    return (schema.maxLength ?? 0) >= LONG ? "long" : "text";
  }
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "boolean") return "switch";
  if (schema.type === "array" && items?.enum) return "choices";
  if (schema.type === "array" && items?.type === "string") return "list";
  if (schema.type === "array" && items?.type === "object") return "rows";
  return "json";
}

function emptyOf(kind: Kind): unknown {
  if (kind === "switch") return false;
  if (kind === "list" || kind === "choices" || kind === "rows") return [];
  return kind === "text" || kind === "long" || kind === "secret" ? "" : null;
}

/** What the form shows where nothing was chosen: what is stored, else the defaults. Secrets are never shown. */
export function startOf(fields: Field[], stored: Values = {}): Values {
  return Object.fromEntries(
    fields.map((each) => [each.name, each.kind === "secret" ? "" : (stored[each.name] ?? each.default)]),
  );
}

/** What a new thing needs to be told: all that is not the default. */
export function given(fields: Field[], values: Values): Values {
  return Object.fromEntries(
    fields
      .filter((each) => (each.required ? true : !same(values[each.name], each.kind === "secret" ? "" : each.default)))
      .map((each) => [each.name, values[each.name]]),
  );
}

/** What is different from before; a secret that was not typed anew stays. */
export function changed(fields: Field[], before: Values, now: Values): Values {
  return Object.fromEntries(
    fields
      .filter((each) => (each.kind === "secret" ? now[each.name] !== "" : !same(before[each.name], now[each.name])))
      .map((each) => [each.name, now[each.name]]),
  );
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export type Fault =
  | { kind: "required" }
  | { kind: "pattern"; value?: string }
  | { kind: "range"; minimum?: number; maximum?: number }
  | { kind: "length"; maximum: number }
  | { kind: "json" };

/** What is wrong with one value, as far as the schema tells; the server looks again. */
export function faultOf(field: Field, value: unknown, kept = false): Fault | null {
  if (field.required && !kept && (value === "" || value === null || value === undefined)) return { kind: "required" };
  const { schema } = field;
  if (typeof value === "number") {
    const { minimum, maximum } = schema;
    if ((minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum))
      return { kind: "range", ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  }
  if (typeof value === "string" && value !== "") {
    if (schema.maxLength !== undefined && value.length > schema.maxLength)
      return { kind: "length", maximum: schema.maxLength };
    if (schema.pattern && !new RegExp(schema.pattern, "u").test(value)) return { kind: "pattern" };
  }
  if (field.kind === "list" && Array.isArray(value) && schema.items?.pattern) {
    const pattern = new RegExp(schema.items.pattern, "u");
    const wrong = value.find((each) => !pattern.test(String(each)));
    if (wrong !== undefined) return { kind: "pattern", value: String(wrong) };
  }
  return field.kind === "number" && typeof value === "string" && value !== "" ? { kind: "json" } : null;
}

/** All that is wrong, by field. `kept` names secrets that are stored already. */
export function faultsOf(fields: Field[], values: Values, kept: readonly string[] = []): Record<string, Fault> {
  const found: Record<string, Fault> = {};
  for (const each of fields) {
    const fault = faultOf(each, values[each.name], kept.includes(each.name));
    if (fault) found[each.name] = fault;
  }
  return found;
}

/** `imap_security` as words, where the catalogue has none. */
export function humanised(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
