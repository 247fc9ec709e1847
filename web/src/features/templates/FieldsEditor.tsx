import { ActionIcon, Button, Checkbox, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { TermField } from "../aside/TermField";
import { type DraftField, type FieldFault, moved, newDraft, relabelled } from "./fields";
import classes from "./Templates.module.css";

interface Props {
  fields: DraftField[];
  onChange: (fields: DraftField[]) => void;
  wrong: Map<number, FieldFault>;
  /** Codes that answers are kept under already. */
  saved: ReadonlySet<string>;
}

/** The fields that a form asks for, in their order; moved by buttons, so that every key and finger can. */
export function FieldsEditor({ fields, onChange, wrong, saved }: Props) {
  const { t } = useTranslation("templates");
  const list = useRef<HTMLOListElement>(null);
  const vocabularies = $api.useQuery("get", "/api/v1/vocabularies", { params: { query: { limit: 200 } } });
  const choices = vocabularies.data?.items.map((each) => ({ value: each.code, label: each.label })) ?? [];
  const change = (place: number, next: DraftField) => onChange(fields.map((each, n) => (n === place ? next : each)));
  const add = () => {
    onChange([...fields, newDraft()]);
    requestAnimationFrame(() => list.current?.lastElementChild?.querySelector("input")?.focus());
  };
  return (
    <div>
      <ol className={classes.fields} ref={list}>
        {fields.map((each, place) => (
          <li key={each.key} className={classes.field}>
            <Stack gap="xs">
              <Group gap="xs" align="start" wrap="nowrap">
                <TextInput
                  flex={1}
                  label={t("field_label", { place: place + 1 })}
                  required
                  value={each.label}
                  onChange={(event) =>
                    change(place, relabelled(each, event.currentTarget.value, saved.has(each.field)))
                  }
                  error={wrong.get(place) === "no_label" && t("fault.no_label")}
                />
                <Moves
                  name={each.label || String(place + 1)}
                  first={place === 0}
                  last={place === fields.length - 1}
                  onMove={(by) => onChange(moved(fields, place, place + by))}
                  onRemove={() => onChange(fields.filter((_, n) => n !== place))}
                />
              </Group>
              <Group gap="xs" align="start" grow preventGrowOverflow={false}>
                <Select
                  label={t("vocabulary")}
                  placeholder={t("free_text")}
                  clearable
                  searchable
                  data={choices}
                  value={each.vocabulary}
                  onChange={(vocabulary) => change(place, { ...each, vocabulary, default: "" })}
                />
                <TextInput
                  label={t("field_code")}
                  required
                  disabled={saved.has(each.field)}
                  value={each.field}
                  onChange={(event) => change(place, { ...each, field: event.currentTarget.value })}
                  error={faultText(t, wrong.get(place))}
                />
              </Group>
              <TextInput
                label={t("help")}
                maxLength={500}
                value={each.help}
                onChange={(event) => change(place, { ...each, help: event.currentTarget.value })}
              />
              <Default field={each} onChange={(begin) => change(place, { ...each, default: begin })} />
              <Checkbox
                label={t("required")}
                checked={each.required}
                onChange={(event) => change(place, { ...each, required: event.currentTarget.checked })}
              />
            </Stack>
          </li>
        ))}
      </ol>
      {fields.length === 0 && (
        <Text size="sm" c="dimmed" mb="sm">
          {t("no_fields")}
        </Text>
      )}
      <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
        {t("field_add")}
      </Button>
    </div>
  );
}

/** What the form begins with where nothing is known. */
function Default({ field, onChange }: { field: DraftField; onChange: (value: string) => void }) {
  const { t } = useTranslation("templates");
  const plain = { label: t("default"), description: t("default_hint") };
  if (field.vocabulary)
    return (
      <TermField
        {...plain}
        vocabulary={field.vocabulary}
        parent={null}
        value={field.default}
        onChange={(code) => onChange(typeof code === "string" ? code : "")}
      />
    );
  return (
    <TextInput
      {...plain}
      maxLength={500}
      value={field.default}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const faultText = (t: (key: string) => string, fault: FieldFault | undefined) =>
  fault && fault !== "no_label" ? t(`fault.${fault}`) : undefined;

function Moves({
  name,
  first,
  last,
  onMove,
  onRemove,
}: {
  name: string;
  first: boolean;
  last: boolean;
  onMove: (by: number) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation("templates");
  return (
    <Group gap={0} wrap="nowrap" mt={24}>
      <ActionIcon disabled={first} onClick={() => onMove(-1)} aria-label={t("move_up", { name })}>
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon disabled={last} onClick={() => onMove(1)} aria-label={t("move_down", { name })}>
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon color="red" onClick={onRemove} aria-label={t("field_remove", { name })}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
