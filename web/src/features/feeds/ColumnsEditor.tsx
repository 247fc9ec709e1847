import { ActionIcon, Autocomplete, Button, Fieldset, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { columnOf, type Line, moreOf, newLine, repeated, TARGETS } from "./mapping";

interface Props {
  lines: Line[];
  problemOf: (column: string) => string | undefined;
  onChange: (lines: Line[]) => void;
}

/** Where each column of the source goes. One that is not listed goes where its own name says. */
export function ColumnsEditor({ lines, problemOf, onChange }: Props) {
  const { t } = useTranslation("feeds");
  const twice = repeated(lines);
  const change = (id: number, fields: Partial<Line>) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...fields } : line)));
  return (
    <Fieldset legend={t("field.mapping")}>
      <Text size="sm" c="dimmed" mb="sm">
        {t("mapping_hint")}
      </Text>
      <Stack gap="xs">
        {lines.map((line) => (
          <Group key={line.id} align="start" gap="xs">
            <TextInput
              aria-label={t("line.column")}
              placeholder={t("line.column")}
              value={line.column}
              maxLength={200}
              onChange={(event) => change(line.id, { column: event.currentTarget.value })}
              error={twice.has(columnOf(line)) ? t("line.twice") : undefined}
              style={{ flex: "1 1 9rem" }}
            />
            <Autocomplete
              aria-label={t("line.to", { column: line.column })}
              placeholder={t("line.left_out")}
              data={TARGETS}
              value={line.to}
              onChange={(to) => change(line.id, { to })}
              error={problemOf(columnOf(line))}
              description={moreOf(line).join(" · ") || undefined}
              inputWrapperOrder={["input", "description", "error"]}
              style={{ flex: "1 1 11rem" }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("line.remove", { column: line.column })}
              onClick={() => onChange(lines.filter((each) => each.id !== line.id))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button
          variant="default"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...lines, newLine()])}
        >
          {t("line.add")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
