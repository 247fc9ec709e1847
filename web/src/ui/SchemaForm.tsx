import {
  ActionIcon,
  Button,
  Fieldset,
  Group,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Fault, type Field, faultOf, humanised, startOf, type Values } from "./schemaForm";

/** The words of a form: of a field, and of one of its options. What they leave out is the schema's, or the name. */
export interface Words {
  label?: (name: string) => string | undefined;
  hint?: (name: string) => ReactNode | undefined;
  option?: (name: string, value: string) => string | undefined;
}

interface Props {
  fields: Field[];
  values: Values;
  onChange: (values: Values) => void;
  words?: Words;
  /** What is wrong by field, from the server or a test: shown beneath it. */
  problems?: Record<string, string | undefined>;
  /** Secrets that are stored already. */
  kept?: readonly string[];
  /** Whether to show what the schema finds wrong: from the first attempt to save. */
  strict?: boolean;
}

/** Controls for the fields of a JSON Schema; two columns where there is room. */
export function SchemaForm({ fields, values, onChange, ...rest }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" style={{ alignItems: "start" }}>
      {fields.map((field) => (
        <div key={field.name} style={isWide(field) ? { gridColumn: "1 / -1" } : undefined}>
          <Control
            field={field}
            value={values[field.name]}
            onChange={(value) => onChange({ ...values, [field.name]: value })}
            {...rest}
          />
        </div>
      ))}
    </SimpleGrid>
  );
}

const isWide = (field: Field) => ["rows", "long", "json", "list"].includes(field.kind);

/** What a fault says to people. */
export function saidOf(fault: Fault, t: TFunction<"forms">): string {
  if (fault.kind === "range") {
    if (fault.maximum === undefined) return t("fault.least", { minimum: fault.minimum });
    return t("fault.range", { minimum: fault.minimum ?? "−∞", maximum: fault.maximum });
  }
  if (fault.kind === "length") return t("fault.length", { maximum: fault.maximum });
  if (fault.kind === "pattern") return fault.value ? t("fault.value", { value: fault.value }) : t("fault.pattern");
  return t(`fault.${fault.kind}`);
}

interface ControlProps extends Omit<Props, "fields" | "values" | "onChange"> {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
}

function Control({ field, value, onChange, words, problems, kept, strict }: ControlProps) {
  const { t } = useTranslation("forms");
  const isKept = kept?.includes(field.name) ?? false;
  const fault = strict || (value !== "" && value !== field.default) ? faultOf(field, value, isKept) : null;
  const common = {
    label: words?.label?.(field.name) ?? field.schema.title ?? humanised(field.name),
    description: words?.hint?.(field.name) ?? field.schema.description,
    error: problems?.[field.name] ?? (fault ? saidOf(fault, t) : undefined),
    required: field.required && !isKept,
  };
  const options = field.options.map((each) => ({
    value: each,
    label: words?.option?.(field.name, each) ?? humanised(each),
  }));
  switch (field.kind) {
    case "secret":
      return (
        <PasswordInput
          {...common}
          autoComplete="new-password"
          placeholder={isKept ? t("secret_kept") : undefined}
          value={text(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("show_secret") }}
        />
      );
    case "number":
      return (
        <NumberInput
          {...common}
          value={typeof value === "number" || typeof value === "string" ? value : ""}
          allowDecimal={field.schema.type === "number"}
          onChange={(each) => onChange(each === "" ? field.default : each)}
        />
      );
    case "switch":
      return (
        <Switch
          {...common}
          mt={{ base: 0, sm: 26 }}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <Select
          {...common}
          data={options}
          value={text(value)}
          allowDeselect={false}
          onChange={(each) => onChange(each)}
        />
      );
    case "choices":
      return <MultiSelect {...common} data={options} value={texts(value)} onChange={onChange} />;
    case "list":
      return (
        <TagsInput
          {...common}
          value={texts(value)}
          onChange={onChange}
          splitChars={[",", " ", ";"]}
          acceptValueOnBlur
        />
      );
    case "rows":
      return <Rows field={field} value={value} onChange={onChange} words={words} legend={common.label} />;
    case "long":
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={10}
          value={text(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "json":
      return null;
    default:
      return <TextInput {...common} value={text(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

interface RowsProps {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  words?: Words;
  legend: ReactNode;
}

/** Several of the same: each row a group of its own fields. */
function Rows({ field, value, onChange, words, legend }: RowsProps) {
  const { t } = useTranslation("forms");
  const rows = Array.isArray(value) ? (value as Values[]) : [];
  const most = field.schema.maxItems ?? 100;
  return (
    <Fieldset legend={legend}>
      <Stack gap="sm">
        {rows.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name until somebody gives them one.
          <Group key={place} align="start" wrap="nowrap">
            <div style={{ flex: 1 }}>
              <SchemaForm
                fields={field.fields}
                values={row}
                words={words}
                onChange={(next) => onChange(rows.map((each, other) => (other === place ? next : each)))}
              />
            </div>
            <ActionIcon
              mt={26}
              aria-label={t("remove_row", { number: place + 1 })}
              onClick={() => onChange(rows.filter((_, other) => other !== place))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        {rows.length < most && (
          <Button
            variant="light"
            size="compact-sm"
            w="fit-content"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...rows, startOf(field.fields)])}
          >
            {t("add_row")}
          </Button>
        )}
      </Stack>
    </Fieldset>
  );
}
