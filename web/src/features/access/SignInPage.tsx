import { Loader } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Navigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { Failure } from "../../ui/states";
import { CredentialsForm } from "./CredentialsForm";
import { Door } from "./Door";
import { Enrolment } from "./Enrolment";
import { keepSession, useSession } from "./session";
import { destination } from "./where";

/** Sign in, with a code where one is needed; or set one up where the organisation asks for it. */
export default function SignInPage() {
  const { t } = useTranslation("access");
  const { to } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const client = useQueryClient();
  const info = $api.useQuery("get", "/api/v1/sign-in", {}, { staleTime: 0 });
  const session = useSession();
  const [password, setPassword] = useState("");
  const enter = (view: Schema<"accounts_schemas_SessionView">, typed: string) => {
    setPassword(typed);
    keepSession(client, view);
  };
  const inside = session.data?.agent && !session.data.enrol_first;
  useEffect(() => {
    if (inside) router.history.replace(destination(to));
  }, [inside, router, to]);

  if (info.data?.set_up) return <Navigate to="/setup" replace />;
  const name = info.data?.organization;
  if (info.error) {
    return (
      <Door title={t("sign_in.title")}>
        <Failure error={info.error} retry={() => void info.refetch()} />
      </Door>
    );
  }
  if (!info.data || session.isPending || inside) {
    return (
      <Door title={t("sign_in.title")} organization={name}>
        <Loader aria-label={t("app:loading")} />
      </Door>
    );
  }
  if (session.data?.enrol_first) {
    return (
      <Door title={t("enrol.required_title")} organization={name} width={520}>
        <Enrolment required known={password} onDone={() => void session.refetch()} />
      </Door>
    );
  }
  return (
    <Door title={t("sign_in.title")} organization={name}>
      <CredentialsForm onEntered={enter} resetByMail={info.data.password_reset} />
    </Door>
  );
}
