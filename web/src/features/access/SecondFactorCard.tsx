import { Badge, Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { formatDate } from "../../lib/format";
import { Loaded } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { Enrolment } from "./Enrolment";
import { RecoveryCodes } from "./RecoveryCodes";
import { Refusal } from "./Refusal";
import { Section } from "./Section";
import { useFieldSaid } from "./words";

type Doing = "enrol" | "renew" | "disable" | null;
const PATH = "/api/v1/me/second-factor";

/** My second factor: set it up, renew its recovery codes, switch it off. */
export function SecondFactorCard() {
  const { t } = useTranslation("access");
  const client = useQueryClient();
  const factor = $api.useQuery("get", PATH);
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => {
    setDoing(null);
    void client.invalidateQueries({ queryKey: ["get", PATH] });
    void client.invalidateQueries({ queryKey: ["get", "/api/v1/me/sessions"] });
  };
  return (
    <Section title={t("factor.title")} hint={t("factor.hint")}>
      <Loaded query={factor} rows={1}>
        {(known) => <Standing factor={known} onDo={setDoing} />}
      </Loaded>
      <Modal
        opened={doing !== null}
        onClose={close}
        title={doing ? t(`factor.${doing}`) : ""}
        closeButtonProps={{ "aria-label": t("app:close") }}
        closeOnClickOutside={false}
      >
        {doing === "enrol" && <Enrolment onDone={close} onCancel={close} />}
        {doing === "renew" && <Renew onDone={close} />}
        {doing === "disable" && <Disable onDone={close} required={factor.data?.required ?? false} />}
      </Modal>
    </Section>
  );
}

function Standing({ factor, onDo }: { factor: Schema<"SecondFactor">; onDo: (doing: Doing) => void }) {
  const { t } = useTranslation("access");
  if (!factor.since) {
    return (
      <Group justify="space-between">
        <Badge variant="default" tt="none">
          {t("factor.off")}
        </Badge>
        <Button onClick={() => onDo("enrol")}>{t("factor.enrol")}</Button>
      </Group>
    );
  }
  return (
    <Group justify="space-between" align="start">
      <Stack gap={4}>
        <Badge variant="default" tt="none" leftSection={<IconShieldCheck size={14} color="var(--desk-good)" />}>
          {t("factor.on", { date: formatDate(factor.since) })}
        </Badge>
        <Text size="sm" c={factor.recovery_codes < 3 ? "var(--desk-risk)" : undefined}>
          {t("factor.left", { count: factor.recovery_codes })}
        </Text>
        {factor.required && <Text size="sm">{t("factor.required")}</Text>}
      </Stack>
      <Group gap="xs">
        <Button variant="default" onClick={() => onDo("renew")}>
          {t("factor.renew")}
        </Button>
        <Button variant="default" c="var(--desk-late)" onClick={() => onDo("disable")}>
          {t("factor.disable")}
        </Button>
      </Group>
    </Group>
  );
}

function Renew({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("access");
  const renew = useWrite("post", "/api/v1/me/second-factor/recovery-codes", { meta: { quiet: true } });
  if (renew.data) {
    return (
      <Stack>
        <RecoveryCodes codes={renew.data.codes} />
        <Button onClick={onDone}>{t("codes.done")}</Button>
      </Stack>
    );
  }
  return (
    <Proof
      why={t("factor.renew_why")}
      submit={t("factor.renew_submit")}
      pending={renew.isPending}
      error={renew.error}
      onProof={(body) => renew.mutate({ body })}
      onCancel={onDone}
    />
  );
}

function Disable({ onDone, required }: { onDone: () => void; required: boolean }) {
  const { t } = useTranslation("access");
  const disable = useWrite("post", "/api/v1/me/second-factor/disable", {
    meta: { quiet: true },
    onSuccess: () => {
      tellDone(t("factor.disabled"));
      // Where the organisation asks for one, nothing else goes from now on.
      if (required) window.location.assign("/sign-in?to=%2Fme");
      else onDone();
    },
  });
  return (
    <Proof
      why={required ? t("factor.disable_required") : t("factor.disable_why")}
      submit={t("factor.disable_submit")}
      danger
      pending={disable.isPending}
      error={disable.error}
      onProof={(body) => disable.mutate({ body })}
      onCancel={onDone}
    />
  );
}

/** Password and code: that it is really me who changes this. */
function Proof({
  why,
  submit,
  danger,
  pending,
  error,
  onProof,
  onCancel,
}: {
  why: string;
  submit: string;
  danger?: boolean;
  pending: boolean;
  error: unknown;
  onProof: (body: { password: string; code: string }) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation("access");
  const wrong = useFieldSaid();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const send = (event: FormEvent) => {
    event.preventDefault();
    onProof({ password, code: code.trim() });
  };
  return (
    <form onSubmit={send}>
      <Stack>
        <Text size="sm">{why}</Text>
        <Refusal error={error} />
        <PasswordInput
          label={t("your_password")}
          required
          data-autofocus
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={wrong(error, "password")}
          visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
        />
        <TextInput
          label={t("sign_in.code")}
          description={t("sign_in.code_hint")}
          required
          autoComplete="one-time-code"
          maxLength={64}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={wrong(error, "code")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" color={danger ? "red" : undefined} loading={pending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
