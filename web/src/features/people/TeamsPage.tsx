import { Button, NavLink } from "@mantine/core";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "../../lib/commands";
import { Guarded } from "../../ui/Guarded";
import { useChoice } from "../../ui/leaving";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { AddTeam } from "./AddTeam";
import { useTeamList } from "./data";
import classes from "./People.module.css";
import { TeamCard } from "./TeamCard";

export default function TeamsPage() {
  return (
    <Guarded needs={["org.manage"]}>
      <Teams />
    </Guarded>
  );
}

function Teams() {
  const { t } = useTranslation(["people", "admin"]);
  const teams = useTeamList();
  const { current: team, choose, leaving } = useChoice(teams.data?.items);
  const [adding, setAdding] = useState(false);
  useCommands([
    { id: "teams.add", title: t("team_add"), group: t("admin:page.teams"), keys: "n", run: () => setAdding(true) },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.teams")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
            {t("team_add")}
          </Button>
        }
      >
        {t("teams_about")}
      </PageHeader>
      {leaving}
      <Loaded query={teams}>
        {({ items }) => {
          return team ? (
            <div className={classes.columns}>
              <nav aria-label={t("admin:page.teams")} className={classes.card}>
                {items.map((each) => (
                  <NavLink
                    key={each.id}
                    component="button"
                    label={each.name}
                    description={each.code}
                    active={each.id === team.id}
                    aria-current={each.id === team.id}
                    onClick={() => choose(each.id)}
                  />
                ))}
              </nav>
              <TeamCard key={team.id} team={team} readAgain={() => teams.refetch()} />
            </div>
          ) : (
            <Empty icon={<IconUsersGroup size={32} />} title={t("no_teams")}>
              {t("no_teams_hint")}
            </Empty>
          );
        }}
      </Loaded>
      {adding && <AddTeam onClose={() => setAdding(false)} onMade={choose} />}
    </>
  );
}
