import { Button, Checkbox, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { Problem } from "../../api/problem";
import { now } from "../../lib/clock";
import { useRefresh } from "../../lib/pages";
import { SecretOnce } from "../../ui/Secret";
import { usePermissions } from "../people/data";
import { endOf, LIFETIMES, type Lifetime } from "./expiry";

/** Make a key with some of my permissions, and show its secret once. */
export function AddKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["keys", "people", "app"]);
  const me = useMe();
  const refresh = useRefresh();
  const permissions = usePermissions();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const [date, setDate] = useState("");
  const [tried, setTried] = useState(false);
  const add = useWrite("post", "/api/v1/keys", { onSuccess: () => refresh("/api/v1/keys") });
  const problem = add.error instanceof Problem ? add.error : null;
  const end = endOf(lifetime, date, now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (scopes.length > 0 && end !== undefined) add.mutate({ body: { name: name.trim(), scopes, expires_at: end } });
  };
  if (add.data)
    return (
      <Modal
        opened
        onClose={onClose}
        title={t("made")}
        size="lg"
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": t("app:close") }}
      >
        <SecretOnce title={t("secret_of", { name: add.data.key.name })} secret={add.data.secret}>
          {t("secret_hint")}
        </SecretOnce>
        <Group justify="flex-end" mt="md">
          <Button onClick={onClose}>{t("people:done")}</Button>
        </Group>
      </Modal>
    );
  return (
    <Modal opened onClose={onClose} title={t("add")} size="lg" closeButtonProps={{ "aria-label": t("app:close") }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("name")}
            description={t("name_hint")}
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem?.of("name")}
          />
          <Checkbox.Group
            value={scopes}
            onChange={setScopes}
            label={t("permissions")}
            description={t("permissions_hint")}
            error={tried && scopes.length === 0 ? t("choose_one") : problem?.of("scopes")}
          >
            <Stack gap={6} mt="xs" mah={280} style={{ overflowY: "auto" }}>
              {permissions.data
                ?.filter((each) => me.may(each.code))
                .map((each) => (
                  <Checkbox
                    key={each.code}
                    label={t(`people:permissions.${each.code.replace(".", "_")}`, { defaultValue: each.description })}
                    description={each.code}
                    value={each.code}
                  />
                ))}
            </Stack>
          </Checkbox.Group>
          <Radio.Group label={t("expires")} value={lifetime} onChange={(next) => setLifetime(next as Lifetime)}>
            <Group mt="xs">
              {LIFETIMES.map((each) => (
                <Radio key={each} value={each} label={t(`lifetime.${each}`)} />
              ))}
            </Group>
          </Radio.Group>
          {lifetime === "date" && (
            <TextInput
              type="date"
              label={t("until")}
              required
              value={date}
              onChange={(event) => setDate(event.currentTarget.value)}
              error={tried && end === undefined ? t("date_gone") : undefined}
              maw={220}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("app:cancel")}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t("add_submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
