import { Alert, Anchor, Loader, Text } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { meOf } from "../../api/me";
import { SessionGate } from "../../app/SessionGate";
import { Failure } from "../../ui/states";
import { Door } from "./Door";
import { useSession } from "./session";
import { ChannelStep } from "./setup/ChannelStep";
import { OrganizationStep } from "./setup/OrganizationStep";
import { PackStep } from "./setup/PackStep";
import { PeopleStep } from "./setup/PeopleStep";
import { type Place, useProgress } from "./setup/progress";
import { Steps } from "./setup/Steps";
import { TestStep } from "./setup/TestStep";

/** The first run: the organisation, its words, the first channel, the first people, and a message that arrives. */
export default function SetupPage() {
  const { t } = useTranslation("access");
  const router = useRouter();
  const info = $api.useQuery("get", "/api/v1/sign-in", {}, { staleTime: 0 });
  const session = useSession();
  const [progress, go] = useProgress();
  const next = (place: Place, channelId?: string) => go({ ...progress, place, ...(channelId ? { channelId } : {}) });

  if (info.error) {
    return (
      <Door title={t("setup.title")}>
        <Failure error={info.error} retry={() => void info.refetch()} />
      </Door>
    );
  }
  if (!info.data || session.isPending) {
    return (
      <Door title={t("setup.title")}>
        <Loader aria-label={t("app:loading")} />
      </Door>
    );
  }
  const inside = session.data?.permissions.includes("*") ?? false;
  const me = session.data ? meOf(session.data) : null;
  if (!info.data.set_up && !inside) {
    return (
      <Door title={t("setup.title")} organization={info.data.organization}>
        <Alert role="note" variant="light">
          <Text size="sm">{t("setup.done_before")}</Text>
          <Anchor component={Link} to="/sign-in" size="sm" c="inherit" underline="always">
            {t("setup.to_sign_in")}
          </Anchor>
        </Alert>
      </Door>
    );
  }
  const place = info.data.set_up ? "organization" : progress.place === "organization" ? "pack" : progress.place;
  const leave = () => {
    go({ place: "pack" });
    router.history.push("/");
  };
  return (
    <Door title={t("setup.title")} organization={info.data.organization} width={760}>
      {me && <SessionGate me={me} />}
      <Steps place={place} />
      {place === "organization" && (
        <OrganizationStep
          onDone={() => {
            next("pack");
            void info.refetch();
          }}
        />
      )}
      {place === "pack" && <PackStep onDone={() => next("channel")} />}
      {place === "channel" && (
        <ChannelStep channelId={progress.channelId} onDone={(id) => next("people", id)} onSkip={() => next("people")} />
      )}
      {place === "people" && <PeopleStep onDone={() => next("test")} onBack={() => next("channel")} />}
      {place === "test" && <TestStep channelId={progress.channelId} onDone={leave} onBack={() => next("channel")} />}
    </Door>
  );
}
