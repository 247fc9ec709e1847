import { NumberInput, Select, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Answers, type FormField, kindOf, merged } from "./form";
import { TermField } from "./TermField";

interface Props {
  fields: readonly FormField[];
  /** What it is about, where that is known and not asked. */
  category?: string | null;
  typed: Answers;
  onChange: (typed: Answers) => void;
  /** What is wrong with a field, by its name. */
  problem: (field: string) => string | undefined;
}

/** A form as its capture template asks for it. */
export function FormFields({ fields, category = null, typed, onChange, problem }: Props) {
  const all = merged(fields, typed);
  return (
    <Stack gap="xs">
      {fields.map((each) => (
        <Field
          key={each.field}
          field={each}
          value={all[each.field]}
          parent={each.field === "subcategory" ? asText(all.category ?? category) : null}
          problem={problem(each.field)}
          onChange={(value) => onChange({ ...typed, [each.field]: value })}
        />
      ))}
    </Stack>
  );
}

interface FieldProps {
  field: FormField;
  value: unknown;
  /** The term below which this one's terms are. */
  parent: string | null;
  problem: string | undefined;
  onChange: (value: unknown) => void;
}

const asText = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

function Field({ field, value, parent, problem, onChange }: FieldProps) {
  const { t } = useTranslation("aside");
  const plain = {
    label: field.label,
    description: field.help || undefined,
    withAsterisk: field.required,
    required: false,
    "aria-required": field.required,
    error: problem,
    name: field.field,
    size: "sm" as const,
  };
  switch (kindOf(field)) {
    case "term":
      return (
        <TermField {...plain} vocabulary={field.vocabulary} parent={parent} value={asText(value)} onChange={onChange} />
      );
    case "yes_no":
      return (
        <Select
          {...plain}
          data={[
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]}
          value={value === true ? "true" : value === false ? "false" : null}
          onChange={(next) => onChange(next === null ? null : next === "true")}
        />
      );
    case "number":
      return (
        <NumberInput
          {...plain}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => onChange(next === "" ? null : Number(next))}
        />
      );
    case "list":
      return <TagsInput {...plain} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />;
    case "date":
      return (
        <TextInput
          {...plain}
          {...dateOrText(asText(value))}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "long":
      return (
        <Textarea
          {...plain}
          autosize
          minRows={2}
          maxRows={8}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return <TextInput {...plain} value={asText(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}

/** A date that is written in words ("yesterday at noon") stays as it was said. */
const dateOrText = (value: string) => (value === "" || /^\d{4}-\d{2}-\d{2}$/.test(value) ? { type: "date" } : {});
