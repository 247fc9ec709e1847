import { Alert, Anchor, Button, Checkbox, Code, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { IconShieldLock } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { RecoveryCodes } from "./RecoveryCodes";
import { Refusal } from "./Refusal";
import { useFieldSaid } from "./words";

/** Set up a second factor: password, picture and code, recovery codes. */
export function Enrolment({
  required = false,
  known = "",
  onDone,
  onCancel,
}: {
  required?: boolean;
  /** The password, where it has just been typed. */
  known?: string;
  onDone: () => void;
  onCancel?: () => void;
}) {
  const { t } = useTranslation("access");
  const wrong = useFieldSaid();
  const [password, setPassword] = useState("");
  const [kept, setKept] = useState(false);
  const begin = useWrite("post", "/api/v1/me/second-factor", { meta: { quiet: true } });
  const confirm = useWrite("post", "/api/v1/me/second-factor/confirm", { meta: { quiet: true } });
  const start = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate({ body: { password: known || password } });
  };
  if (confirm.data) {
    return (
      <Stack>
        <Alert color="green" variant="light" role="status">
          {t("enrol.done")}
        </Alert>
        <RecoveryCodes codes={confirm.data.codes} />
        <Checkbox label={t("codes.kept")} checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
        <Button disabled={!kept} onClick={onDone}>
          {t("codes.go_on")}
        </Button>
      </Stack>
    );
  }
  if (begin.data) {
    return (
      <Scan
        begun={begin.data}
        pending={confirm.isPending}
        error={confirm.error}
        onCode={(code) => confirm.mutate({ body: { code } })}
      />
    );
  }
  return (
    <form onSubmit={start}>
      <Stack>
        <Group wrap="nowrap" align="start">
          <IconShieldLock size={28} aria-hidden style={{ flex: "none" }} />
          <Text size="sm">{required ? t("enrol.required") : t("enrol.why")}</Text>
        </Group>
        <Refusal error={begin.error} />
        {!known && (
          <PasswordInput
            label={t("your_password")}
            required
            data-autofocus
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={wrong(begin.error, "password")}
            visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
          />
        )}
        <Group justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t("app:cancel")}
            </Button>
          )}
          <Button type="submit" loading={begin.isPending}>
            {t("enrol.begin")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The picture for the authenticator, and the code that shows it was taken in. */
function Scan({
  begun,
  pending,
  error,
  onCode,
}: {
  begun: Schema<"BegunSecondFactor">;
  pending: boolean;
  error: unknown;
  onCode: (code: string) => void;
}) {
  const { t } = useTranslation("access");
  const wrong = useFieldSaid();
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCode(code.trim());
  };
  const spaced = begun.secret.match(/.{1,4}/g)?.join(" ") ?? begun.secret;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t("enrol.scan")}</Text>
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.picture)}`}
          alt={t("enrol.picture")}
          width={208}
          height={208}
          style={{ alignSelf: "center", borderRadius: 8 }}
        />
        <Text size="sm" component="div">
          {t("enrol.type_it")}{" "}
          <Code data-secret style={{ overflowWrap: "anywhere", userSelect: "all" }}>
            {spaced}
          </Code>
        </Text>
        <Anchor href={begun.uri} size="sm" hiddenFrom="sm">
          {t("enrol.open_here")}
        </Anchor>
        <Refusal error={error} />
        <TextInput
          label={t("enrol.code")}
          description={t("enrol.code_hint")}
          required
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={10}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={wrong(error, "code")}
        />
        <Button type="submit" loading={pending}>
          {t("enrol.confirm")}
        </Button>
      </Stack>
    </form>
  );
}
