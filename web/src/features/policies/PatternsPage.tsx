import { Anchor, Button, Group, Switch, Table, Text } from "@mantine/core";
import { IconPlus, IconRegex } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useCommands } from "../../lib/commands";
import { formatShare } from "../../lib/format";
import { useRefresh } from "../../lib/pages";
import { Guarded } from "../../ui/Guarded";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import classes from "../people/People.module.css";
import { PatternEditor } from "./PatternEditor";
import { TryText } from "./TryText";

export type Pattern = Schema<"EntityPattern">;

export default function PatternsPage() {
  return (
    <Guarded needs={["vocabulary.manage"]}>
      <Patterns />
    </Guarded>
  );
}

/** Which numbers are looked for in what customers write. */
function Patterns() {
  const { t } = useTranslation(["policies", "admin"]);
  const patterns = $api.useQuery("get", "/api/v1/entity-patterns", { params: { query: { limit: 200 } } });
  const [open, setOpen] = useState<string | null>(null);
  useCommands([
    {
      id: "patterns.add",
      title: t("pattern_add"),
      group: t("admin:page.patterns"),
      keys: "n",
      run: () => setOpen("new"),
    },
  ]);
  const chosen = patterns.data?.items.find((each) => each.id === open) ?? null;
  return (
    <>
      <PageHeader
        title={t("admin:page.patterns")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen("new")}>
            {t("pattern_add")}
          </Button>
        }
      >
        {t("patterns_about")}
      </PageHeader>
      <Loaded query={patterns}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={<IconRegex size={32} />} title={t("no_patterns")}>
              {t("no_patterns_hint")}
            </Empty>
          ) : (
            <PatternTable patterns={items} onOpen={setOpen} />
          )
        }
      </Loaded>
      <TryText pattern={null} />
      {(chosen || open === "new") && (
        <PatternEditor
          key={chosen?.id ?? "new"}
          pattern={chosen}
          readAgain={() => patterns.refetch()}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function PatternTable({ patterns, onOpen }: { patterns: Pattern[]; onOpen: (id: string) => void }) {
  const { t } = useTranslation("policies");
  const refresh = useRefresh();
  const change = useWrite("patch", "/api/v1/entity-patterns/{pattern_id}", {
    onSuccess: () => refresh("/api/v1/entity-patterns"),
  });
  return (
    <Table className={classes.table} mb="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("pattern")}</Table.Th>
          <Table.Th>{t("expression")}</Table.Th>
          <Table.Th>{t("confidence")}</Table.Th>
          <Table.Th>{t("active")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {patterns.map((each) => (
          <Table.Tr key={each.id}>
            <Table.Td>
              <Anchor component="button" type="button" fw={600} onClick={() => onOpen(each.id)}>
                {each.label}
              </Anchor>
              <Text size="xs" c="dimmed" ff="monospace">
                {each.kind}
              </Text>
            </Table.Td>
            <Table.Td data-label={t("expression")}>
              <Text size="sm" ff="monospace">
                {each.expression}
              </Text>
            </Table.Td>
            <Table.Td data-label={t("confidence")}>{formatShare(each.confidence)}</Table.Td>
            <Table.Td data-label={t("active")}>
              <Group>
                <Switch
                  aria-label={t("active_named", { label: each.label })}
                  checked={each.active}
                  onChange={(event) =>
                    change.mutate({
                      params: { path: { pattern_id: each.id } },
                      body: { active: event.currentTarget.checked },
                    })
                  }
                />
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
