import { Button, Group, Modal, Select, Stack, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { tellDone, tellFailure } from "../../ui/tell";

type Customer = Schema<"CustomerView">;
const FIELDS = ["display_name", "tier", "language", "time_zone", "preferred_channel", "lifecycle_stage"] as const;
type Field = (typeof FIELDS)[number];

/** What people write down of a customer; what feeds say is changed where it comes from. */
export function EditDialog({ customer, close, done }: { customer: Customer; close: () => void; done: () => void }) {
  const { t } = useTranslation("customer");
  const [values, setValues] = useState(() => Object.fromEntries(FIELDS.map((each) => [each, customer[each] ?? ""])));
  const [kind, setKind] = useState(customer.kind);
  const [quiet, setQuiet] = useState(customer.do_not_contact);
  const write = useWrite("patch", "/api/v1/customers/{customer_id}", {
    onSuccess: () => {
      tellDone(t("edit.done"));
      done();
      close();
    },
    onError: (error: unknown) => {
      if (!(error instanceof Problem) || error.fields.length === 0) tellFailure(error);
    },
    meta: { quiet: true },
  });
  const refused = write.error as unknown;
  const problem = (field: Field) => (refused instanceof Problem ? refused.of(field) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changed = FIELDS.filter((each) => (values[each] ?? "").trim() !== (customer[each] ?? ""));
    const plain = Object.fromEntries(changed.map((each) => [each, (values[each] ?? "").trim() || null]));
    const body: Schema<"CustomerChange"> = {
      ...plain,
      ...(kind === customer.kind ? {} : { kind }),
      ...(quiet === customer.do_not_contact ? {} : { do_not_contact: quiet }),
    };
    if (Object.keys(body).length === 0) return close();
    const params = { path: { customer_id: customer.id } };
    write.mutate({ params, body, headers: { "If-Match": `"${customer.version}"` } });
  };
  const kinds = ["person", "organisation", "household"] as const;
  return (
    <Modal opened onClose={close} title={t("edit.title")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Select
            label={t("field.kind")}
            allowDeselect={false}
            data={kinds.map((each) => ({ value: each, label: t(`kind.${each}`) }))}
            value={kind}
            onChange={(next) => setKind(kinds.find((each) => each === next) ?? kind)}
          />
          {FIELDS.map((each, place) => (
            <TextInput
              key={each}
              data-autofocus={place === 0 || undefined}
              label={t(`field.${each}`)}
              value={values[each] ?? ""}
              error={problem(each)}
              onChange={(event) => setValues({ ...values, [each]: event.currentTarget.value })}
            />
          ))}
          <Switch
            label={t("field.do_not_contact")}
            checked={quiet}
            onChange={(event) => setQuiet(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("app:cancel")}
            </Button>
            <Button type="submit" loading={write.isPending}>
              {t("app:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
