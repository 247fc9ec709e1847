import { Button, NavLink } from "@mantine/core";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "../../lib/commands";
import { Guarded } from "../../ui/Guarded";
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
  const [chosen, setChosen] = useState<string | null>(null);
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
      <Loaded query={teams}>
        {({ items }) => {
          const team = items.find((each) => each.id === chosen) ?? items[0];
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
                    onClick={() => setChosen(each.id)}
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
      {adding && <AddTeam onClose={() => setAdding(false)} onMade={setChosen} />}
    </>
  );
}
