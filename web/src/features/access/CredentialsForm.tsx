import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { Refusal } from "./Refusal";
import type { Session } from "./session";

/** Address and password; then a code, where the server asks for one. */
export function CredentialsForm({
  onEntered,
  resetByMail,
}: {
  onEntered: (session: Session, password: string) => void;
  resetByMail: boolean;
}) {
  const { t } = useTranslation("access");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [organization, setOrganization] = useState("");
  const [step, setStep] = useState<"password" | "code">("password");
  const signIn = useWrite("post", "/api/v1/session", {
    meta: { quiet: true },
    onSuccess: (session) => onEntered(session, password),
    onError: (error) => {
      if (!(error instanceof Problem)) return;
      if (error.code === "second_factor_needed") setStep("code");
      if (error.code === "second_factor_refused") setCode("");
      if (error.code === "sign_in_refused") setStep("password");
    },
  });
  const code_of = signIn.error instanceof Problem ? signIn.error.code : "";
  const several = organization !== "" || code_of === "organization_ambiguous";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({
      body: {
        email: email.trim(),
        password,
        ...(step === "code" ? { code: code.trim() } : {}),
        ...(organization ? { organization_id: organization.trim() } : {}),
      },
    });
  };
  const back = () => {
    signIn.reset();
    setCode("");
    setStep("password");
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {code_of !== "second_factor_needed" && <Refusal error={signIn.error} />}
        {step === "password" ? (
          <>
            <TextInput
              label={t("email")}
              type="email"
              required
              autoFocus
              autoComplete="username"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={t("password")}
              required
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
            />
            {several && (
              <TextInput
                label={t("sign_in.organization")}
                description={t("sign_in.organization_hint")}
                required
                value={organization}
                onChange={(event) => setOrganization(event.currentTarget.value)}
              />
            )}
          </>
        ) : (
          <TextInput
            key="code"
            label={t("sign_in.code")}
            description={t("sign_in.code_hint")}
            required
            autoFocus
            autoComplete="one-time-code"
            maxLength={64}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {step === "code" ? t("sign_in.confirm") : t("sign_in.submit")}
        </Button>
        {step === "code" && (
          <Button variant="subtle" onClick={back} fullWidth>
            {t("sign_in.other")}
          </Button>
        )}
        {step === "password" && resetByMail && (
          <Anchor component={Link} to="/reset-password" size="sm" ta="center">
            {t("sign_in.forgot")}
          </Anchor>
        )}
        {step === "password" && !resetByMail && (
          <Text size="sm" c="dimmed" ta="center">
            {t("sign_in.ask")}
          </Text>
        )}
      </Stack>
    </form>
  );
}
