import { Box } from "@mantine/core";
import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Applying } from "../api/applying";
import { $api } from "../api/client";
import { live } from "../api/live";
import { MeProvider, meOf } from "../api/me";
import { Problem } from "../api/problem";
import { queryClient } from "../api/queryClient";
import { sessionOpened } from "../api/session";
import { OfferRing } from "../features/offers/OfferRing";
import { writeByZone } from "../lib/format";
import { Failure, Loading } from "../ui/states";
import { UndoKey } from "../ui/undo";
import { CheatSheet } from "./CheatSheet";
import { CommandPalette } from "./CommandPalette";
import { LiveBanner } from "./LiveBanner";
import { NavRail } from "./NavRail";
import { PageFocus } from "./PageFocus";
import { returnFocus } from "./returning";
import { SessionGate } from "./SessionGate";
import classes from "./Shell.module.css";
import { TopBar } from "./TopBar";

/** The frame of all pages for people who are signed in. */
export function Shell() {
  const { t } = useTranslation("app");
  const router = useRouter();
  const session = $api.useQuery(
    "get",
    "/api/v1/session",
    {},
    { staleTime: Number.POSITIVE_INFINITY, retry: retryUnlessSignedOut },
  );
  const [opened, setOpened] = useState(false);
  const csrf = session.data?.csrf_token;

  useEffect(returnFocus, []);

  useEffect(() => {
    if (csrf === undefined) return;
    sessionOpened(csrf);
    setOpened(true);
  }, [csrf]);
  useEffect(() => {
    if (!opened) return;
    const applying = new Applying(queryClient);
    const stopFrames = live.onFrames((frames) => applying.apply(frames.flatMap((frame) => frame.changes)));
    const stopNews = live.onNews((news) => applying.hearNews(news));
    const stopAnew = live.onAnew(
      () => void queryClient.invalidateQueries({ predicate: ({ meta }) => meta?.live !== false }),
    );
    live.start();
    return () => {
      stopFrames();
      stopNews();
      stopAnew();
      live.stop();
    };
  }, [opened]);

  const isStranger = session.error instanceof Problem && session.error.status === 401 && !session.data;
  // Who must have a second factor sets it up at the door.
  const isOutside = isStranger || session.data?.enrol_first === true;
  useEffect(() => {
    if (!isOutside) return;
    const { href } = router.state.location;
    void router.navigate({ to: "/sign-in", search: href === "/" ? {} : { to: href }, replace: true });
  }, [isOutside, router]);

  if (isOutside) return <Loading />;
  if (session.error && !session.data) return <Failure error={session.error} retry={() => void session.refetch()} />;
  const me = session.data ? meOf(session.data) : null;
  // Before anything of the page is drawn, so that no time is written by two zones.
  writeByZone(me?.agent?.time_zone);
  if (!me || !opened) return <Loading />;
  return (
    <MeProvider me={me}>
      <a href="#content" className={classes.skip}>
        {t("skip")}
      </a>
      <Box className={classes.frame}>
        <TopBar />
        <NavRail />
        <Box component="main" id="content" className={classes.content} tabIndex={-1}>
          <LiveBanner />
          <Outlet />
        </Box>
      </Box>
      <OfferRing />
      <CommandPalette />
      <CheatSheet />
      <UndoKey />
      <PageFocus />
      <SessionGate me={me} />
    </MeProvider>
  );
}

const retryUnlessSignedOut = (failures: number, error: unknown): boolean => !(error instanceof Problem) && failures < 5;
