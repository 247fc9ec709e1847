import { createRootRoute, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router";
import { fetched } from "./fetched";
import { NotFoundPage } from "./NotFoundPage";
import { PageFailure, RouteFailure } from "./RouteFailure";
import { Shell } from "./Shell";

// Every page is fetched when it is opened, so that the desk comes first.
const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: RouteFailure });

// Pages for whoever is not signed in.
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search.to === "string" ? { to: search.to } : {},
  component: fetched(() => import("../features/access/SignInPage")),
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: fetched(() => import("../features/access/ResetPasswordPage")),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: fetched(() => import("../features/access/SetupPage")),
});

// Pages of the desk. A search parameter that a page does not know is none of its business.
const anything = (search: Record<string, unknown>): Record<string, unknown> => search;
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell, validateSearch: anything });
const toMyWork = () => {
  throw redirect({ to: "/desk/$view", params: { view: "mine" } });
};
const home = createRoute({ getParentRoute: () => shell, path: "/", beforeLoad: toMyWork });
const deskHome = createRoute({ getParentRoute: () => shell, path: "/desk", beforeLoad: toMyWork });
const desk = createRoute({
  getParentRoute: () => shell,
  path: "/desk/$view",
  component: fetched(() => import("../features/desk/DeskPage")),
});
const deskInteraction = createRoute({ getParentRoute: () => desk, path: "$interactionId" });
const caseRoute = createRoute({
  getParentRoute: () => shell,
  path: "/cases/$caseId",
  component: fetched(() => import("../features/desk/CasePage")),
});
const customer = createRoute({
  getParentRoute: () => shell,
  path: "/customers/$customerId",
  component: fetched(() => import("../features/customer/CustomerPage")),
});
const wall = createRoute({
  getParentRoute: () => shell,
  path: "/wall",
  component: fetched(() => import("../features/wall/WallPage")),
});
const alerts = createRoute({
  getParentRoute: () => shell,
  path: "/alerts",
  component: fetched(() => import("../features/alerts/AlertsPage")),
});
const search = createRoute({
  getParentRoute: () => shell,
  path: "/search",
  component: fetched(() => import("../features/search/SearchPage")),
});
const dayReport = createRoute({
  getParentRoute: () => shell,
  path: "/reports/day",
  component: fetched(() => import("../features/reports/DayReportPage")),
});
const me = createRoute({
  getParentRoute: () => shell,
  path: "/me",
  component: fetched(() => import("../features/access/ProfilePage")),
});
const admin = createRoute({
  getParentRoute: () => shell,
  path: "/admin",
  component: fetched(() => import("../features/admin/AdminLayout")),
});
const organisation = createRoute({
  getParentRoute: () => admin,
  path: "organisation",
  component: fetched(() => import("../features/organisation/OrganisationPage")),
});
const keys = createRoute({
  getParentRoute: () => admin,
  path: "keys",
  component: fetched(() => import("../features/keys/KeysPage")),
});
const canned = createRoute({
  getParentRoute: () => admin,
  path: "canned",
  component: fetched(() => import("../features/canned/CannedPage")),
});
const vocabularies = createRoute({
  getParentRoute: () => admin,
  path: "vocabularies",
  component: fetched(() => import("../features/vocabularies/VocabulariesPage")),
});
const vocabulary = createRoute({
  getParentRoute: () => admin,
  path: "vocabularies/$code",
  component: fetched(() => import("../features/vocabularies/VocabularyPage")),
});
const templates = createRoute({
  getParentRoute: () => admin,
  path: "templates",
  component: fetched(() => import("../features/templates/TemplatesPage")),
});
const policies = createRoute({
  getParentRoute: () => admin,
  path: "policies",
  component: fetched(() => import("../features/policies/PoliciesPage")),
});
const context = createRoute({
  getParentRoute: () => admin,
  path: "context",
  component: fetched(() => import("../features/policies/ContextPage")),
});
const patterns = createRoute({
  getParentRoute: () => admin,
  path: "patterns",
  component: fetched(() => import("../features/policies/PatternsPage")),
});
const matching = createRoute({
  getParentRoute: () => admin,
  path: "matching",
  component: fetched(() => import("../features/policies/MatchingPage")),
});
const identity = createRoute({
  getParentRoute: () => admin,
  path: "identity",
  component: fetched(() => import("../features/identity/IdentityPage")),
});
const feeds = createRoute({
  getParentRoute: () => admin,
  path: "feeds",
  component: fetched(() => import("../features/feeds/FeedsPage")),
});
const feed = createRoute({
  getParentRoute: () => admin,
  path: "feeds/$feedId",
  component: fetched(() => import("../features/feeds/FeedPage")),
});
const audit = createRoute({
  getParentRoute: () => admin,
  path: "audit",
  component: fetched(() => import("../features/audit/AuditPage")),
});
const people = createRoute({
  getParentRoute: () => admin,
  path: "people",
  component: fetched(() => import("../features/people/PeoplePage")),
});
const person = createRoute({
  getParentRoute: () => admin,
  path: "people/$agentId",
  component: fetched(() => import("../features/people/PersonPage")),
});
const teams = createRoute({
  getParentRoute: () => admin,
  path: "teams",
  component: fetched(() => import("../features/people/TeamsPage")),
});
const roles = createRoute({
  getParentRoute: () => admin,
  path: "roles",
  component: fetched(() => import("../features/people/RolesPage")),
});

// The administration of work and channels.
const channels = createRoute({
  getParentRoute: () => admin,
  path: "channels",
  component: fetched(() => import("../features/channels/ChannelsPage")),
});
const channelNew = createRoute({
  getParentRoute: () => admin,
  path: "channels/new",
  component: fetched(() => import("../features/channels/ChannelNewPage")),
});
const channel = createRoute({
  getParentRoute: () => admin,
  path: "channels/$accountId",
  component: fetched(() => import("../features/channels/ChannelPage")),
});
const queues = createRoute({
  getParentRoute: () => admin,
  path: "queues",
  component: fetched(() => import("../features/queues/QueuesPage")),
});
const queueNew = createRoute({
  getParentRoute: () => admin,
  path: "queues/new",
  component: fetched(() => import("../features/queues/QueuePage")),
});
const queue = createRoute({
  getParentRoute: () => admin,
  path: "queues/$queueId",
  component: fetched(() => import("../features/queues/QueuePage")),
});
const skills = createRoute({
  getParentRoute: () => admin,
  path: "skills",
  component: fetched(() => import("../features/skills/SkillsPage")),
});
const hours = createRoute({
  getParentRoute: () => admin,
  path: "hours",
  component: fetched(() => import("../features/hours/HoursPage")),
});
const rules = createRoute({
  getParentRoute: () => admin,
  path: "rules",
  component: fetched(() => import("../features/rules/RulesPage")),
});
const reasons = createRoute({
  getParentRoute: () => admin,
  path: "reasons",
  component: fetched(() => import("../features/reasons/ReasonsPage")),
});
const failures = createRoute({
  getParentRoute: () => admin,
  path: "failures",
  component: fetched(() => import("../features/failures/FailuresPage")),
});
const learning = createRoute({
  getParentRoute: () => admin,
  path: "learning",
  component: fetched(() => import("../features/learning/LearningPage")),
});
const adminWork = [
  channels,
  channelNew,
  channel,
  queues,
  queueNew,
  queue,
  skills,
  hours,
  rules,
  reasons,
  failures,
  learning,
] as const;

export const routeTree = root.addChildren([
  signIn,
  resetPassword,
  setup,
  shell.addChildren([
    home,
    deskHome,
    desk.addChildren([deskInteraction]),
    caseRoute,
    customer,
    wall,
    alerts,
    search,
    dayReport,
    me,
    admin.addChildren([
      organisation,
      people,
      person,
      teams,
      roles,
      keys,
      canned,
      vocabularies,
      vocabulary,
      templates,
      policies,
      context,
      patterns,
      matching,
      identity,
      feeds,
      feed,
      audit,
      ...adminWork,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: PageFailure,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
