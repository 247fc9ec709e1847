import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { Loaded } from "../../ui/states";
import { Door } from "./Door";
import { Refusal } from "./Refusal";
import { useFragment } from "./where";
import { useFieldSaid } from "./words";

/** Ask for a link to a new password; or, opened by one, set it. */
export default function ResetPasswordPage() {
  const { t } = useTranslation("access");
  const brought = useFragment();
  // Kept while the page is open, though it leaves the address when it is used.
  const [token, setToken] = useState(brought);
  const [seen, setSeen] = useState(brought);
  if (brought !== seen) {
    setSeen(brought);
    if (brought) setToken(brought);
  }
  const info = $api.useQuery("get", "/api/v1/sign-in");
  return (
    <Door title={token ? t("reset.set_title") : t("reset.title")} organization={info.data?.organization}>
      {token ? (
        <SetPassword key={token} token={token} onAskAgain={() => setToken("")} />
      ) : (
        <Loaded query={info} rows={2}>
          {(known) => (known.password_reset ? <Ask /> : <Text size="sm">{t("sign_in.ask")}</Text>)}
        </Loaded>
      )}
      <Text ta="center" mt="md" size="sm">
        <Anchor component={Link} to="/sign-in">
          {t("reset.back")}
        </Anchor>
      </Text>
    </Door>
  );
}

function Ask() {
  const { t } = useTranslation("access");
  const [email, setEmail] = useState("");
  const ask = useWrite("post", "/api/v1/password-reset", { meta: { quiet: true } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ body: { email: email.trim() } });
  };
  if (ask.isSuccess) {
    return (
      <Alert icon={<IconMailForward size={20} />} variant="light" title={t("reset.sent_title")} role="status">
        {t("reset.sent", { email })}
      </Alert>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t("reset.how")}</Text>
        <Refusal error={ask.error} />
        <TextInput
          label={t("email")}
          type="email"
          required
          autoFocus
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" loading={ask.isPending}>
          {t("reset.ask")}
        </Button>
      </Stack>
    </form>
  );
}

function SetPassword({ token, onAskAgain }: { token: string; onAskAgain: () => void }) {
  const { t } = useTranslation("access");
  const wrong = useFieldSaid();
  const [password, setPassword] = useState("");
  const set = useWrite("post", "/api/v1/password-reset/confirm", {
    meta: { quiet: true },
    // The link is used up; a reload shall not offer it again.
    onSuccess: () => window.history.replaceState(null, "", window.location.pathname),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ body: { token, password } });
  };
  if (set.isSuccess) {
    return (
      <Alert color="green" variant="light" role="status">
        {t("reset.done")}
      </Alert>
    );
  }
  const spent = set.error instanceof Problem && set.error.code === "reset_link_unusable";
  return (
    <form onSubmit={submit}>
      <Stack>
        <Refusal error={set.error} />
        {spent ? (
          <Button onClick={onAskAgain}>{t("reset.ask_again")}</Button>
        ) : (
          <>
            <PasswordInput
              label={t("new_password")}
              description={t("password_hint")}
              required
              autoFocus
              minLength={12}
              maxLength={256}
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              error={wrong(set.error, "password")}
              visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
            />
            <Button type="submit" loading={set.isPending}>
              {t("reset.set")}
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}
