import "@mantine/spotlight/styles.css";
import { Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, type SpotlightStore } from "@mantine/spotlight";
import { IconFolder, IconSearch, IconUser } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../api/client";
import { useMe } from "../api/me";
import { type Command, useAllCommands } from "../lib/commands";
import { KeyHint } from "../ui/KeyHint";
import { found } from "./finding";

const REFERENCE = /^[A-Za-z]{1,6}-[A-Za-z0-9]{3,}$/;

/** The palette itself: commands, and customers and cases by what was typed. */
export default function Palette({ store }: { store: SpotlightStore }) {
  const { t } = useTranslation("app");
  const me = useMe();
  const [query, setQuery] = useState("");
  const [asked] = useDebouncedValue(query.trim(), 150);
  const navigate = useNavigate();
  const commands = found(useAllCommands(), query);
  const groups = [...new Set(commands.map((each) => each.group))];
  const customers = $api.useQuery(
    "get",
    "/api/v1/customers",
    { params: { query: { name: asked, limit: 5 } } },
    { enabled: asked.length > 1 && me.may("customer.read") },
  );
  const cases = $api.useQuery(
    "get",
    "/api/v1/cases",
    { params: { query: { reference: asked.toUpperCase(), limit: 5 } } },
    { enabled: REFERENCE.test(asked) },
  );
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={480}
      clearQueryOnClose
      attributes={{ content: { "aria-label": t("palette.open") } }}
    >
      <Spotlight.Search
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        {cases.data?.items.map((each) => (
          <Spotlight.Action
            key={each.id}
            leftSection={<IconFolder size={18} />}
            label={`${each.reference} ${each.title}`}
            onClick={() => void navigate({ to: "/cases/$caseId", params: { caseId: each.id } })}
          />
        ))}
        {customers.data?.items.map((each) => (
          <Spotlight.Action
            key={each.id}
            leftSection={<IconUser size={18} />}
            label={each.display_name || t("unnamed")}
            onClick={() => void navigate({ to: "/customers/$customerId", params: { customerId: each.id } })}
          />
        ))}
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {commands
              .filter((each) => each.group === group)
              .map((each) => (
                <Row key={each.id} command={each} />
              ))}
          </Spotlight.ActionsGroup>
        ))}
        {asked.length > 1 && (
          <Spotlight.Action
            leftSection={<IconSearch size={18} />}
            label={t("palette.search", { query: asked })}
            onClick={() => void navigate({ to: "/search", search: { q: asked } })}
          />
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Row({ command }: { command: Command }) {
  return (
    <Spotlight.Action onClick={command.run}>
      <Group justify="space-between" w="100%" wrap="nowrap">
        <Text size="sm">{command.title}</Text>
        {command.keys && <KeyHint keys={command.keys} />}
      </Group>
    </Spotlight.Action>
  );
}
