import { Alert, Button, Group, Table, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Edited, same } from "../lib/edited";

const said = (value: unknown): string =>
  value === null || value === undefined || value === ""
    ? "–"
    : Array.isArray(value)
      ? value.map(said).join(", ")
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);

/** Somebody else changed what I am editing: what it is now, and whose shall hold. Nothing where all is well. */
export function ChangedElsewhere<F extends object>({
  edited,
  label,
  show = (_name, value) => said(value),
}: {
  edited: Edited<F>;
  label: (name: keyof F & string) => string;
  show?: (name: keyof F & string, value: unknown) => string;
}) {
  const { t } = useTranslation("admin");
  if (!edited.theirs) return null;
  const theirs = edited.theirs;
  const names = (Object.keys(theirs) as (keyof F & string)[]).filter(
    (name) => !same(theirs[name], edited.fields[name]),
  );
  return (
    <Alert
      color="orange"
      icon={<IconUsers size={18} />}
      title={t("changed.title")}
      styles={{ title: { color: "var(--mantine-color-text)" } }}
      role="alert"
      mb="md"
    >
      <Text size="sm">{t("changed.body")}</Text>
      <Table mt="xs" withRowBorders={false} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("changed.field")}</Table.Th>
            <Table.Th>{t("changed.now")}</Table.Th>
            <Table.Th>{t("changed.mine")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{label(name)}</Table.Th>
              <Table.Td>{show(name, theirs[name])}</Table.Td>
              <Table.Td>{show(name, edited.fields[name])}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group mt="sm">
        <Button size="compact-sm" onClick={edited.takeTheirs}>
          {t("changed.take")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={edited.keepMine}>
          {t("changed.keep")}
        </Button>
      </Group>
    </Alert>
  );
}
