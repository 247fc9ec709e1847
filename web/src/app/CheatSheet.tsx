import { Modal, SimpleGrid, Table, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllCommands, useCommands } from "../lib/commands";
import { KeyHint } from "../ui/KeyHint";

let open: (() => void) | null = null;
export const openCheatSheet = (): void => open?.();

/** All keys that do something here and now: `?`. */
export function CheatSheet() {
  const { t } = useTranslation("app");
  const [shown, setShown] = useState(false);
  useEffect(() => {
    open = () => setShown(true);
    return () => {
      open = null;
    };
  }, []);
  useCommands([
    { id: "cheat_sheet", title: t("cheat_sheet.open"), group: t("group.help"), keys: "?", run: () => setShown(true) },
  ]);
  return (
    <Modal
      opened={shown}
      onClose={() => setShown(false)}
      title={t("cheat_sheet.title")}
      size="xl"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {shown && <Keys />}
    </Modal>
  );
}

function Keys() {
  const commands = useAllCommands().filter((each) => each.keys);
  const groups = [...new Set(commands.map((each) => each.group))];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
      {groups.map((group) => (
        <section key={group}>
          <Title order={3} size="h6" mb="xs">
            {group}
          </Title>
          <Table withRowBorders={false} verticalSpacing={4}>
            <Table.Tbody>
              {commands
                .filter((each) => each.group === group)
                .map((each) => (
                  <Table.Tr key={each.id}>
                    <Table.Td>{each.title}</Table.Td>
                    <Table.Td ta="right">
                      <KeyHint keys={each.keys ?? ""} />
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </SimpleGrid>
  );
}
