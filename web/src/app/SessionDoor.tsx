import { Alert, Button, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../api/client";
import type { Me } from "../api/me";
import { Problem } from "../api/problem";
import { sessionOpened } from "../api/session";
import { wordsOf } from "../ui/tell";

/** The sign-in over the page. */
export default function SessionDoor({ me }: { me: Me }) {
  const { t } = useTranslation("app");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const signIn = useWrite("post", "/api/v1/session", {
    meta: { quiet: true },
    onSuccess: (session) => {
      setPassword("");
      setCode("");
      sessionOpened(session.csrf_token);
    },
  });
  const needsCode = signIn.error instanceof Problem && signIn.error.code.startsWith("second_factor");
  const email = me.agent.email;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // In the same organisation: what is on the page, and what waits to be sent, is its.
    const body = { email, password, organization_id: me.organizationId, ...(code ? { code } : {}) };
    signIn.mutate({ body });
  };
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title={t("session.ended")}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t("session.kept")}</Text>
          {signIn.error && !(needsCode && !code) && (
            <Alert color="red" role="alert">
              {wordsOf(signIn.error)}
            </Alert>
          )}
          <TextInput label={t("session.email")} value={email} readOnly autoComplete="username" />
          <PasswordInput
            label={t("session.password")}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ "aria-label": t("session.show") }}
            autoComplete="current-password"
            required
            data-autofocus
          />
          {needsCode && (
            <TextInput
              label={t("session.code")}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="one-time-code"
              inputMode="numeric"
              required
              autoFocus
            />
          )}
          <Button type="submit" loading={signIn.isPending}>
            {t("session.sign_in")}
          </Button>
          <Button variant="subtle" onClick={() => window.location.assign("/sign-in")}>
            {t("session.other")}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
