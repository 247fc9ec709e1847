import { Button, Group, Modal, SegmentedControl, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schema, useWrite } from "../../api/client";
import { words } from "../../ui/ChannelIcon";
import { tellFailure } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import classes from "./Customer.module.css";
import { CustomerPicker } from "./finding";
import { sideBySide } from "./sides";

type Customer = Schema<"CustomerView">;

interface Props {
  customer: Customer;
  close: () => void;
  done: () => void;
}

/** Let two customers count as one, after seeing both side by side. Nothing is lost; it can be taken back. */
export function MergeDialog({ customer, close, done }: Props) {
  const { t } = useTranslation("customer");
  const navigate = useNavigate();
  const [other, setOther] = useState<Customer | null>(null);
  const [keep, setKeep] = useState(customer.id);
  const [reason, setReason] = useState("");
  const merge = useWrite("post", "/api/v1/customers/{customer_id}/merge");
  const undo = (decisionId: string) =>
    void api
      .POST("/api/v1/identity-decisions/{decision_id}/undo", {
        params: { path: { decision_id: decisionId } },
        body: { reason: t("identity.undo_reason") },
      })
      .then(done, tellFailure);
  const send = () => {
    if (!other) return;
    const [gone, into] = keep === customer.id ? [other, customer] : [customer, other];
    merge.mutate(
      {
        params: { path: { customer_id: gone.id } },
        body: { into: into.id, reason: reason.trim() || t("merge.reason") },
      },
      {
        onSuccess: (made) => {
          done();
          close();
          void navigate({ to: "/customers/$customerId", params: { customerId: into.id } });
          tellUndoable(t("merge.done", { name: gone.display_name }), () => undo(made.id));
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("merge.title")}
      size="xl"
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("merge.why")}
        </Text>
        <CustomerPicker not={customer.root_id} value={other} onChange={setOther} />
        {other && (
          <>
            <Sides left={customer} right={other} />
            <div>
              <Text size="sm" fw={500} mb={4}>
                {t("merge.keep")}
              </Text>
              <SegmentedControl
                aria-label={t("merge.keep")}
                value={keep}
                onChange={setKeep}
                data={[customer, other].map((each) => ({ value: each.id, label: each.display_name || each.id }))}
              />
            </div>
            <TextInput label={t("reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          </>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("app:cancel")}
          </Button>
          <Button onClick={send} disabled={!other} loading={merge.isPending}>
            {t("merge.send")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Sides({ left, right }: { left: Customer; right: Customer }) {
  const { t } = useTranslation("customer");
  return (
    <Table.ScrollContainer minWidth={380}>
      <Table fz="sm" aria-label={t("merge.sides")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("attributes.name")}</Table.Th>
            <Table.Th>{left.display_name}</Table.Th>
            <Table.Th>{right.display_name}</Table.Th>
            <Table.Th>{t("merge.same")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sideBySide(left, right).map((each) => (
            <Table.Tr key={each.field}>
              <Table.Th scope="row">{t(`field.${each.field}`, words(each.field))}</Table.Th>
              <Table.Td>{each.left || "–"}</Table.Td>
              <Table.Td>{each.right || "–"}</Table.Td>
              <Table.Td>
                <Mark same={each.same} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Mark({ same }: { same: boolean | null }) {
  const { t } = useTranslation("customer");
  if (same === null) return <IconMinus size={16} role="img" aria-label={t("merge.unknown")} />;
  if (same) return <IconCheck size={16} className={classes.same} role="img" aria-label={t("merge.agrees")} />;
  return <IconX size={16} className={classes.differs} role="img" aria-label={t("merge.differs")} />;
}
