import { Alert, Anchor, Button, Group, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { useMe } from "../../api/me";
import { formatShare } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { shortHandle } from "../../ui/handles";
import { KeyHint } from "../../ui/KeyHint";
import { Loaded } from "../../ui/states";
import { plain, saidOf, strengthOf } from "./evidence";
import classes from "./Identity.module.css";

interface Customer {
  id: string;
  display_name: string;
}
type Sides = Omit<Schema<"SideBySide">, "customers" | "cases"> & {
  customers: Customer[];
  cases: { cases: number; open_cases: number }[] | null;
};

/** The two customers of a proposal, field by field, with what speaks for and against. */
export function SideBySide({
  id,
  busy,
  onAccept,
  onDecline,
}: {
  id: string;
  busy: boolean;
  onAccept: (keep: string) => void;
  onDecline: () => void;
}) {
  const sides = $api.useQuery(
    "get",
    "/api/v1/identity/proposals/{proposal_id}",
    { params: { path: { proposal_id: id } } },
    { staleTime: 0, meta: { kinds: ["identity_proposal"] } },
  );
  return (
    <Loaded query={sides} rows={8}>
      {(found) => <Sides sides={found} busy={busy} onAccept={onAccept} onDecline={onDecline} />}
    </Loaded>
  );
}

function Sides({
  sides,
  busy,
  onAccept,
  onDecline,
}: {
  sides: Sides;
  busy: boolean;
  onAccept: (keep: string) => void;
  onDecline: () => void;
}) {
  const { t } = useTranslation("identity");
  const me = useMe();
  const { proposal } = sides;
  const { customers } = sides;
  const open = proposal.state === "open" && me.may("customer.merge");
  const named = (field: string) => t(`field.${field}`, { defaultValue: words(field) });
  return (
    <section className={classes.sides} aria-label={t("compare")}>
      <Group justify="space-between" align="start">
        <div>
          <Title order={2} size="h4">
            {t("question")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("score", { score: formatShare(proposal.score) })} · {t(`origin.${proposal.origin}`)}
          </Text>
        </div>
        {open ? (
          <Group gap="xs">
            <Button
              leftSection={<IconCheck size={16} />}
              rightSection={<KeyHint keys="a" />}
              loading={busy}
              onClick={() => customers[0] && onAccept(customers[0].id)}
            >
              {t("accept")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconX size={16} />}
              rightSection={<KeyHint keys="d" />}
              disabled={busy}
              onClick={onDecline}
            >
              {t("decline")}
            </Button>
          </Group>
        ) : (
          <Text size="sm">{proposal.state === "open" ? t("may_not") : t(`states.${proposal.state}`)}</Text>
        )}
      </Group>
      {proposal.conflicts.length > 0 && (
        <Alert color="orange" icon={<IconAlertTriangle size={18} />} mt="sm">
          {t("conflicts", { fields: proposal.conflicts.map(named).join(", ") })}
        </Alert>
      )}
      {proposal.reason && (
        <Text size="sm" mt="sm">
          {t("said", { reason: proposal.reason })}
        </Text>
      )}
      <Fields sides={sides} customers={customers} named={named} />
      <Title order={3} size="h5" mt="md">
        {t("why")}
      </Title>
      <ul className={classes.evidence}>
        {saidOf(proposal.evidence, (code) => t(`rule.${code}`, { defaultValue: words(code) })).map((each) => (
          <li key={each.text} data-side={each.side}>
            <span className="visually-hidden">{t(`side.${each.side}`)}: </span>
            {each.field ? named(each.field) : null}
            {each.field ? ": " : null}
            {each.field && strengthOf(each.weight) ? t(strengthOf(each.weight) ?? "") : each.text}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fields({
  sides,
  customers,
  named,
}: {
  sides: Sides;
  customers: Customer[];
  named: (field: string) => string;
}) {
  const { t } = useTranslation("identity");
  const { cases } = sides;
  const sign = (same: boolean | null) => (same === null ? "unknown" : same ? "same" : "different");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className={classes.scroll} aria-label={t("fields")} tabIndex={0}>
      <Table mt="md" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("what")}</Table.Th>
            {customers.map((each) => (
              <Table.Th key={each.id}>
                <Anchor component={Link} to={`/customers/${each.id}`} fw={600}>
                  {each.display_name || t("app:unnamed")}
                </Anchor>
              </Table.Th>
            ))}
            <Table.Th>{t("compared")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cases && (
            <Table.Tr>
              <Table.Th scope="row">{t("cases")}</Table.Th>
              {cases.map((each, side) => (
                <Table.Td key={customers[side]?.id}>
                  {t("case_count", { count: each.cases, open: each.open_cases })}
                </Table.Td>
              ))}
              <Table.Td />
            </Table.Tr>
          )}
          {sides.differences.map((each) => (
            <Table.Tr key={each.field} data-same={sign(each.same)} className={classes.difference}>
              <Table.Th scope="row">{named(each.field)}</Table.Th>
              <Table.Td>{shortHandle(plain(each.left))}</Table.Td>
              <Table.Td>{shortHandle(plain(each.right))}</Table.Td>
              <Table.Td>
                {each.level ? t(`level.${each.level}`, { defaultValue: each.level }) : t(`same.${sign(each.same)}`)}
                {strengthOf(each.weight) && (
                  <Text size="xs" c="dimmed">
                    {t(strengthOf(each.weight) ?? "")}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
