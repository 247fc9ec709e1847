/** Whoever has one of these has something to do in the administration. */
export const ADMIN_PERMISSIONS = [
  "org.manage",
  "key.manage",
  "queue.manage",
  "channel.manage",
  "vocabulary.manage",
  "envelope.read",
  "audit.read",
  "customer.merge",
  "feed.manage",
  "feed.run",
] as const;
