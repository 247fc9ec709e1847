const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** How an address is shown. Of a browser only the beginning of its id: nobody reads the rest, and copying gives all. */
export const shortHandle = (value: string): string => (UUID.test(value) ? `${value.slice(0, 8)}…` : value);
