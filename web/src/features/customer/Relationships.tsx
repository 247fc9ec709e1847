import { ActionIcon, Button, Group, Modal, Select, Stack, Text, Title } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import type { Overview } from "../aside/data";
import { AnchorLink } from "../aside/links";
import { CustomerPicker } from "./finding";

const KINDS: Schema<"RelationshipKind">[] = ["household", "employer", "broker_of", "authorised_representative"];

/** Household, employer, broker and who may speak for whom. */
export function Relationships({ overview, done }: { overview: Overview; done: () => void }) {
  const { t } = useTranslation("customer");
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const end = useWrite("delete", "/api/v1/relationships/{relationship_id}", { onSuccess: done });
  const may = me.may("customer.write");
  const all = [...overview.household, ...overview.relationships];
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h5">
          {t("relationships.title")}
        </Title>
        {may && (
          <ActionIcon aria-label={t("relationships.add")} onClick={() => setAdding(true)}>
            <IconPlus size={16} />
          </ActionIcon>
        )}
      </Group>
      {all.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("relationships.none")}
        </Text>
      )}
      {all.map((each) => (
        <Group key={each.relationship.id} gap="xs" wrap="nowrap">
          <Text size="sm" style={{ flex: 1 }} component="div">
            {t(`relation.${each.relationship.kind}.${each.outgoing ? "outgoing" : "incoming"}`)}{" "}
            <AnchorLink to="/customers/$customerId" params={{ customerId: each.other_id }} inherit>
              {each.other_name || t("app:unnamed")}
            </AnchorLink>
          </Text>
          {may && (
            <ActionIcon
              size="sm"
              aria-label={t("relationships.end", { name: each.other_name })}
              onClick={() => end.mutate({ params: { path: { relationship_id: each.relationship.id } } })}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {adding && <Add customer={overview.customer} close={() => setAdding(false)} done={done} />}
    </Stack>
  );
}

function Add({ customer, close, done }: { customer: Schema<"CustomerView">; close: () => void; done: () => void }) {
  const { t } = useTranslation("customer");
  const [kind, setKind] = useState<Schema<"RelationshipKind">>("household");
  const [other, setOther] = useState<Schema<"CustomerView"> | null>(null);
  const add = useWrite("post", "/api/v1/customers/{customer_id}/relationships", {
    onSuccess: () => {
      done();
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t("relationships.add")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <Stack gap="md">
        <Select
          label={t("relationships.kind", { name: customer.display_name })}
          allowDeselect={false}
          data={KINDS.map((each) => ({ value: each, label: t(`relation.${each}.outgoing`) }))}
          value={kind}
          onChange={(next) => setKind(KINDS.find((each) => each === next) ?? kind)}
        />
        <CustomerPicker not={customer.root_id} value={other} onChange={setOther} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("app:cancel")}
          </Button>
          <Button
            disabled={!other}
            loading={add.isPending}
            onClick={() =>
              other &&
              add.mutate({
                params: { path: { customer_id: customer.id } },
                body: { other_customer_id: other.id, kind },
              })
            }
          >
            {t("app:add")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
